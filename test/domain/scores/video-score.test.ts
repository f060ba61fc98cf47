import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VideoScoreInput, videoScore } from '../../../src/domain/scores/video-score.ts'

const camera: VideoScoreInput = {
  bitrateBps: 1_000_000,
  frameWidth: 640,
  frameHeight: 480,
  frameRate: 30,
  expectedFrameRate: 30,
  roundTripMs: 40,
  jitterBufferMs: 30,
  mimeType: 'video/VP8',
}

const anyInput: fc.Arbitrary<VideoScoreInput> = fc.record({
  bitrateBps: fc.double(),
  frameWidth: fc.double(),
  frameHeight: fc.double(),
  frameRate: fc.double(),
  expectedFrameRate: fc.option(fc.double()),
  roundTripMs: fc.double(),
  jitterBufferMs: fc.double(),
  mimeType: fc.option(fc.constantFrom('video/VP8', 'video/VP9', 'x', 'constructor')),
})

describe('videoScore', () => {
  it.each([
    ['640x480 at 1 Mbit/s', {}, 4.02],
    ['the same at 100 kbit/s', { bitrateBps: 100_000 }, 2.73],
    ['VP9, whose bits are worth more', { mimeType: 'video/VP9' }, 4.12],
    ['half of the expected frames', { frameRate: 15 }, 3.09],
    ['the same where nothing can be expected', { frameRate: 15, expectedFrameRate: null }, 4.41],
    ['600 ms round trip', { roundTripMs: 600 }, 3.46],
    ['no frame', { frameRate: 0 }, 1],
    ['no bits', { bitrateBps: 0 }, 1],
    ['more frames than expected', { expectedFrameRate: 15 }, 4.02],
  ])('gives %s its score', (_, change, score) => {
    expect(videoScore({ ...camera, ...change })).toBeCloseTo(score, 1)
  })

  it('is 1 to 5 for anything', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const score = videoScore(input)
        return score >= 1 && score <= 5
      }),
    )
  })

  it('never scores more delay, fewer bits or fewer of the expected frames better', () => {
    const amount = fc.double({ min: 0, max: 1e5, noNaN: true })
    const rate = fc.double({ min: 0, max: 30, noNaN: true })
    fc.assert(
      fc.property(anyInput, amount, amount, rate, rate, (input, one, other, rate1, rate2) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]
        const [slow, fast] = [Math.min(rate1, rate2), Math.max(rate1, rate2)]
        const expected = { ...input, expectedFrameRate: 30 }
        return (
          videoScore({ ...input, roundTripMs: more }) <= videoScore({ ...input, roundTripMs: less }) &&
          videoScore({ ...input, jitterBufferMs: more }) <= videoScore({ ...input, jitterBufferMs: less }) &&
          videoScore({ ...input, bitrateBps: less }) <= videoScore({ ...input, bitrateBps: more }) &&
          videoScore({ ...expected, frameRate: slow }) <= videoScore({ ...expected, frameRate: fast }) + 1e-9
        )
      }),
    )
  })
})
