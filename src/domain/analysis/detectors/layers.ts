import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { DetectorContext } from './detector.ts'

/** Layers (simulcast) of one source of sent video, by the track that is their source. */
export const layersOf = (
  { stream }: StreamInterval,
  { intervals }: Pick<DetectorContext, 'intervals'>,
): StreamInterval[] =>
  intervals.filter(
    ({ stream: other }) => other.type === 'outbound-video' && other.trackIdentifier === stream.trackIdentifier,
  )

const isSending = ({ stream, rtp }: StreamInterval) => stream.active && (rtp.framesSent ?? 0) > 0

const pixels = ({ stream: { rtp } }: StreamInterval) => (rtp.gauges.frameWidth ?? 0) * (rtp.gauges.frameHeight ?? 0)

/**
 * Whether a layer speaks for its source: the highest one that sends. Which one stands first in a report is chance, and
 * under a limit browsers stop the upper ones.
 */
export function isLeadingLayer(interval: StreamInterval, context: Pick<DetectorContext, 'intervals'>): boolean {
  const [leading] = layersOf(interval, context)
    .filter(isSending)
    .toSorted((one, other) => pixels(other) - pixels(one) || (other.rtp.bytesSent ?? 0) - (one.rtp.bytesSent ?? 0))
  return leading?.stream.key === interval.stream.key
}

/** The source of a stream stands for all its layers. */
export const sourceSubject = ({ stream }: StreamInterval, { connection }: DetectorContext): string =>
  `${connection.id}/outbound-video/${stream.trackIdentifier ?? 'source'}`
