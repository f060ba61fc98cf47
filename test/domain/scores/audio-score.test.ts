import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AudioScoreInput, audioScore } from '../../../src/domain/scores/audio-score.ts'

/** The conditions of the table in field-notes 3.2. */
const tableCall: AudioScoreInput = {
  lossPercent: 0,
  roundTripMs: 50,
  jitterBufferMs: 50,
  bitrateBps: null,
  fec: false,
  dtx: false,
}

const anyInput: fc.Arbitrary<AudioScoreInput> = fc.record({
  lossPercent: fc.double(),
  roundTripMs: fc.double(),
  jitterBufferMs: fc.double(),
  bitrateBps: fc.option(fc.double()),
  fec: fc.boolean(),
  dtx: fc.boolean(),
})

describe('audioScore', () => {
  it.each([
    [0, 4.37, 4.37],
    [1, 4.12, 4.25],
    [3, 3.57, 3.98],
    [5, 3.09, 3.71],
    [10, 2.27, 3.09],
    [100, 1, 1.08],
  ])('hears %d %% loss as %d, with error correction as %d', (lossPercent, plain, corrected) => {
    expect(Math.abs(audioScore({ ...tableCall, lossPercent }) - plain)).toBeLessThan(0.02)
    expect(Math.abs(audioScore({ ...tableCall, lossPercent, fec: true }) - corrected)).toBeLessThan(0.02)
  })

  it.each([
    ['32 kbit/s', { bitrateBps: 32_000 }, 4.33],
    ['6 kbit/s', { bitrateBps: 6000 }, 4.09],
    ['silence of 1 kbit/s taken for a bad codec', { bitrateBps: 1000 }, 3.73],
    ['the same with the guard for discontinuous transmission', { bitrateBps: 1000, dtx: true }, 4.31],
    ['600 ms round trip', { roundTripMs: 600 }, 3.15],
    ['a jitter buffer of 200 ms', { jitterBufferMs: 200 }, 3.91],
  ])('gives %s its score', (_, change, score) => {
    expect(audioScore({ ...tableCall, ...change })).toBeCloseTo(score, 1)
  })

  it.each([
    ['NaN', Number.NaN],
    ['negative', -20],
    ['missing', undefined as unknown as number],
    ['a string', '80' as unknown as number],
  ])('takes a loss that is %s for none', (_, lossPercent) => {
    expect(audioScore({ ...tableCall, lossPercent })).toBe(audioScore(tableCall))
  })

  it('is 1 to 4.5 for anything', () => {
    fc.assert(
      fc.property(anyInput, input => {
        const score = audioScore(input)
        return score >= 1 && score <= 4.5
      }),
    )
  })

  it('never scores more loss or more delay better', () => {
    const fields = ['lossPercent', 'roundTripMs', 'jitterBufferMs'] as const
    const more = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...fields), more, more, (input, field, one, other) => {
        const [less, worse] = [Math.min(one, other), Math.max(one, other)]
        return audioScore({ ...input, [field]: worse }) <= audioScore({ ...input, [field]: less })
      }),
    )
  })
})
