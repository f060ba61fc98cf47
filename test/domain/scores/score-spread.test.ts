import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScoreSpread } from '../../../src/domain/scores/score-spread.ts'

const spreadOf = (scores: readonly (readonly [score: number, seconds: number])[]) => {
  const spread = new ScoreSpread()
  for (const [score, seconds] of scores) spread.add(score, seconds)
  return spread.summary()
}

describe('ScoreSpread', () => {
  it('is null without scores, and ignores what is none', () => {
    expect(spreadOf([])).toBeNull()
    expect(
      spreadOf([
        [Number.NaN, 5],
        [4, 0],
        [4, -1],
        [4, Number.NaN],
        [4, Number.POSITIVE_INFINITY],
      ]),
    ).toBeNull()
  })

  it('weighs by time', () => {
    expect(
      spreadOf([
        [4.4, 70],
        [3.2, 20],
        [2, 10],
      ]),
    ).toEqual({ median: 4.4, percentile10: 2, lowShare: 0.3, veryLowShare: 0.1, measuredSeconds: 100 })
  })

  it.each([
    [3.5, 0, 0],
    [3.4999, 1, 0],
    [3, 1, 0],
    [2.9999, 1, 1],
  ])('counts %d as low %d, very low %d', (score, lowShare, veryLowShare) => {
    expect(spreadOf([[score, 10]])).toMatchObject({ lowShare, veryLowShare })
  })

  it('says for what share of the low time delay was to blame', () => {
    const spread = new ScoreSpread()
    spread.add(4.4, 50)
    spread.add(3.2, 10)
    expect(spread.summary()).not.toHaveProperty('delayShare')
    spread.add(2, 30, true)
    spread.add(4, 30, true)
    expect(spread.summary()).toMatchObject({ delayShare: 0.75 })
  })

  it('lies within its scores, whatever they are', () => {
    const entry = fc.tuple(fc.double({ min: 1, max: 5, noNaN: true }), fc.double({ min: 0.001, max: 100, noNaN: true }))
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 50 }), entries => {
        const summary = spreadOf(entries)
        const scores = entries.map(([score]) => score)
        return (
          summary !== null &&
          summary.percentile10 <= summary.median &&
          summary.percentile10 >= Math.min(...scores) - 0.006 &&
          summary.median <= Math.max(...scores) + 0.006 &&
          summary.veryLowShare <= summary.lowShare &&
          summary.lowShare <= 1 + 1e-9
        )
      }),
    )
  })
})
