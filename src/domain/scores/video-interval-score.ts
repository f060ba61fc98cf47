import { playoutDelay } from '../stats/playout.ts'
import { frameRateOf, isFlowing, type StreamInterval } from '../stats/stream-interval.ts'
import { videoScore } from './video-score.ts'

/** A paused or static picture sends less than this, packets a second. */
const MIN_PACKET_RATE = 2

/** Growth without what was sent again, which comes as padding as well (field-notes 5). */
const withoutRetransmitted = (received: number | undefined, again: number | undefined): number | null =>
  received === undefined ? null : Math.max(received - (again ?? 0), 0)

/** The stream has shown a picture at some time; one that never did, as a bandwidth probe, is no video to be judged. */
const hadFrames = ({ stream }: StreamInterval) => (stream.rtp.counters.framesDecoded ?? 0) > 0

/**
 * The video score of one interval of a received stream; null when nothing can be said: nothing sent (camera off, static
 * screen), or fields missing.
 * @param roundTripMs of the connection in that interval
 */
export function videoIntervalScore(interval: StreamInterval, roundTripMs: number): number | null {
  const { rtp, seconds, stream, usualFrameRate } = interval
  const frameRate = frameRateOf(interval)
  const packets = withoutRetransmitted(rtp.packetsReceived, rtp.retransmittedPacketsReceived)
  const bytes = withoutRetransmitted(rtp.bytesReceived, rtp.retransmittedBytesReceived)
  if (frameRate === null || packets === null || bytes === null || !hadFrames(interval)) return null
  if (packets < MIN_PACKET_RATE * seconds || !isFlowing(interval)) return null
  const { frameWidth, frameHeight } = stream.rtp.gauges
  if (frameRate > 0 && !(frameWidth && frameHeight)) return null
  return videoScore({
    bitrateBps: (8 * bytes) / seconds,
    frameWidth: frameWidth ?? 0,
    frameHeight: frameHeight ?? 0,
    frameRate,
    expectedFrameRate: stream.isScreenShare ? null : usualFrameRate,
    roundTripMs,
    jitterBufferMs: playoutDelay(interval)?.total ?? 0,
    mimeType: stream.mimeType,
  })
}
