import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import { isDown } from '../state/connection-facts.ts'
import { wasOnDuring } from '../state/flag.ts'
import { type Evaluation, type StreamDetector, type StreamDetectorContext, well } from './detector.ts'
import { layersOf } from './layers.ts'

const lasting: RaiseRuleOf = ({ stalledSeconds }) => ({ unbrokenSeconds: stalledSeconds })

/** Slower sources are slides (usual-frame-rate). */
const SLOWEST_CAMERA = 8

const shape = { ofPeople: true, unit: 's', worse: 'high', raiseRule: lasting, streams: ['outbound-video'] } as const

/** A live, unmuted camera that this connection speaks for: it was captured, or its pictures came as steadily as a camera's. */
function cameraOf({ stream, start, end }: StreamInterval, { session, connection, facts }: StreamDetectorContext) {
  const track = session.tracks.get(stream.trackIdentifier ?? '')
  if (!track || track.screen || track.ended || stream.isScreenShare || track.reporter !== connection.id)
    return undefined
  if (wasOnDuring(track.muted, start, end)) return undefined
  return track.captured || (facts.frameRate.usual ?? 0) >= SLOWEST_CAMERA ? track : undefined
}

const stands = (interval: StreamInterval): Evaluation => ({ value: interval.seconds, holds: true, clear: false })

/** A camera that delivers no frame (RTCVideoSourceStats.frames) for 10 s. A camera that is switched off has no source. */
export const cameraStalled: StreamDetector = {
  ...shape,
  code: 'camera_stalled',
  subject: ({ stream }, { session }) => `${session.id}/${stream.trackIdentifier}`,
  judge(interval, context) {
    const frames = interval.source?.frames
    if (frames === undefined || !cameraOf(interval, context)) return null
    return frames > 0 ? well(0) : stands(interval)
  },
}

/** The network leaves the encoder no bit: browsers pause video then. */
const isPaused = ({ stream, rtp, seconds }: StreamInterval) =>
  stream.rtp.gauges.targetBitrate === 0 || (rtp['qualityLimitationDurations.bandwidth'] ?? 0) > seconds / 2

/**
 * A camera that delivers frames of which no layer is encoded, for 10 s.
 * Guards: layers that are told not to send, or paused for want of bandwidth; a connection that is not up.
 */
export const encoderStalled: StreamDetector = {
  ...shape,
  code: 'encoder_stalled',
  subject: ({ stream }, { session }) => `${session.id}/${stream.trackIdentifier}`,
  judge(interval, context) {
    const { source } = interval
    const layers = layersOf(interval, context)
    const encoded = layers.map(({ rtp }) => rtp.framesEncoded ?? rtp.framesSent)
    if (!source?.frames || !cameraOf(interval, context) || encoded.includes(undefined)) return null
    if (encoded.some(count => (count ?? 0) > 0)) return well(0)
    const isUp = context.connection.connectedAt !== null && !isDown(context.connection)
    return isUp && layers.every(({ stream }) => stream.active) && !layers.some(isPaused) ? stands(interval) : null
  },
}
