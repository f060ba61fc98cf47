import { jitterBufferMs } from './jitter-buffer.ts'
import { isFlowing, type StreamInterval } from './stream-interval.ts'
import { videoScore } from './video-score.ts'

/** A paused or static picture sends less than this, packets a second. */
const LEAST_PACKET_RATE = 2

/** Growth without what was sent again, which comes as padding as well (field-notes 5). */
const withoutRetransmitted = ({ grown }: StreamInterval, what: 'Packets' | 'Bytes') => {
  const received = grown(what === 'Packets' ? 'packetsReceived' : 'bytesReceived')
  const again = grown(what === 'Packets' ? 'retransmittedPacketsReceived' : 'retransmittedBytesReceived')
  return received === null ? null : Math.max(received - (again ?? 0), 0)
}

/** Frames decoded per second; null when not reported. */
export function decodedFrameRate(interval: StreamInterval): number | null {
  const frames = interval.grown('framesDecoded')
  return frames === null ? null : frames / interval.seconds
}

/**
 * The video score of one interval of a received stream; null when nothing can be said: nothing sent (camera off, static
 * screen), or fields missing.
 * @param roundTripMs of the connection in that interval
 * @param usualFrameRate of the source, null when it has none
 */
export function videoIntervalScore(
  interval: StreamInterval,
  roundTripMs: number,
  usualFrameRate: number | null,
): number | null {
  const frameRate = decodedFrameRate(interval)
  const packets = withoutRetransmitted(interval, 'Packets')
  const bytes = withoutRetransmitted(interval, 'Bytes')
  if (frameRate === null || packets === null || bytes === null) return null
  if (packets < LEAST_PACKET_RATE * interval.seconds || !isFlowing(interval)) return null
  const { frameWidth, frameHeight, mimeType, isScreenShare } = interval.to
  if (frameRate > 0 && !(frameWidth && frameHeight)) return null
  return videoScore({
    bitrateBps: (8 * bytes) / interval.seconds,
    frameWidth: frameWidth ?? 0,
    frameHeight: frameHeight ?? 0,
    frameRate,
    expectedFrameRate: isScreenShare ? null : usualFrameRate,
    roundTripMs,
    jitterBufferMs: jitterBufferMs(interval),
    mimeType,
  })
}
