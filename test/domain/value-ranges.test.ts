import { describe, expect, it } from 'vitest'
import { durationRanges, setupTimeRanges } from '../../src/domain/values/value-ranges.ts'

describe('the ranges of charts', () => {
  it('join without a gap, from zero to no end', () => {
    for (const ranges of [durationRanges, setupTimeRanges]) {
      expect(ranges[0]?.from).toBe(0)
      expect(ranges.at(-1)?.to).toBeNull()
      expect(ranges.slice(1).map(range => range.from)).toEqual(ranges.slice(0, -1).map(range => range.to))
    }
  })

  it('are named as dashboards know them', () => {
    const labels = (ranges: typeof durationRanges) => ranges.map(range => range.label)
    expect(labels(durationRanges).slice(0, 3)).toEqual(['< 1 m', '1 - 3 m', '3 - 5 m'])
    expect(labels(durationRanges)).toHaveLength(12)
    expect(labels(durationRanges).at(-1)).toBe('> 60 m')
    expect(labels(setupTimeRanges).slice(0, 2)).toEqual(['< 250 ms', '250 - 500 ms'])
    expect(labels(setupTimeRanges).at(-1)).toBe('> 5000 ms')
  })
})
