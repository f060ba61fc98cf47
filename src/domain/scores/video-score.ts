import { bounded } from './bounded.ts'

/** Measurements of received video over one interval (never since the start of the call). */
export interface VideoScoreInput {
  /** Received payload without retransmissions, bit/s. */
  bitrateBps: number
  /** Size of the decoded picture. */
  frameWidth: number
  frameHeight: number
  /** Frames decoded per second. */
  frameRate: number
  /** Frames per second that were to be expected of this source. Null when nothing can be expected (screen sharing). */
  expectedFrameRate: number | null
  /** Network round-trip time, ms. 0 when not known. */
  roundTripMs: number
  /** Mean time that a frame waited in the jitter buffer, ms. 0 when not known. */
  jitterBufferMs: number
  /** RTCCodecStats.mimeType, such as `video/VP9`. Null when not known. */
  mimeType: string | null
}

/** Picture size to assume when none was reported, as rtcscore does. */
const DEFAULT_PIXELS = 640 * 480

/** Efficiency of a codec relative to VP8 and H.264. VP9 by rtcscore; the newer codecs are at least as good (inferred). */
const codecFactors = new Map([
  ['video/vp9', 1.2],
  ['video/av1', 1.2],
  ['video/h265', 1.2],
])

/** Loss of quality by frames that did not come: 1.3 points at half the expected rate. ggarber/rtcscore. */
const frameRateImpairment = (frameRate: number, expected: number) =>
  expected > frameRate ? 1.9 * Math.log(expected / frameRate) : 0

function pictureScore(input: VideoScoreInput, frameRate: number): number {
  const bitrate = bounded(input.bitrateBps, 0, Number.MAX_SAFE_INTEGER, 0)
  if (bitrate === 0) return 1
  const pixels = bounded(input.frameWidth, 0, 65_536, 0) * bounded(input.frameHeight, 0, 65_536, 0) || DEFAULT_PIXELS
  const factor = codecFactors.get(String(input.mimeType).toLowerCase()) ?? 1
  return bounded(0.56 * Math.log((factor * bitrate) / pixels / frameRate) + 5.36, 1, 5, 1)
}

/**
 * Quality of seen video over one interval, 1 to 5: bits for each pixel and frame, frame rate against the expected one,
 * one-way delay. 1 when no frame was decoded.
 *
 * ggarber/rtcscore `src/score.js` (field-notes 3.1), a logarithmic regression on, in its own words, "very limited test
 * data". It judges the coding of what was sent: a picture that the sender made smaller scores no worse for it, still
 * content and efficient codecs score too low, and loss counts only by the frames and the time it costs.
 */
export function videoScore(input: VideoScoreInput): number {
  const frameRate = bounded(input.frameRate, 0, 1000, 0)
  if (frameRate === 0) return 1
  const expected = bounded(input.expectedFrameRate, 0, 1000, 0)
  const delay = bounded(input.jitterBufferMs, 0, 60_000, 0) + bounded(input.roundTripMs, 0, 60_000, 0) / 2
  const score = pictureScore(input, frameRate) - frameRateImpairment(frameRate, expected) - 0.002 * delay
  return bounded(score, 1, 5, 1)
}
