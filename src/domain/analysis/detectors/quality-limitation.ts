import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { Scene } from './detector.ts'

/** Of the layers of one source (simulcast), the one that speaks for it: the first that is not switched off. */
const isLeadingLayer = ({ stream }: StreamInterval, { report }: Scene): boolean =>
  report.streams.find(
    ({ direction, kind, trackIdentifier, active }) =>
      direction === 'outbound' && kind === 'video' && trackIdentifier === stream.trackIdentifier && active,
  )?.key === stream.key

/** Share of an interval that the encoder was held back, %; null when nothing was encoded or it does not say. */
export function limitedPercent(interval: StreamInterval, reason: 'cpu' | 'bandwidth', scene: Scene): number | null {
  const limited = interval.rtp[`qualityLimitationDurations.${reason}`]
  const isEncoding = (interval.rtp.framesSent ?? 0) > 0 && isLeadingLayer(interval, scene)
  return limited === undefined || !isEncoding ? null : Math.min((100 * limited) / interval.seconds, 100)
}

/** The source of a stream stands for all its layers. */
export const sourceSubject = ({ stream }: StreamInterval, { connection }: Scene): string =>
  `${connection.id}/outbound-video/${stream.trackIdentifier ?? stream.key}`
