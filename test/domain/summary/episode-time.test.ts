import { describe, expect, it } from 'vitest'
import { coveredSeconds, spokenTime } from '../../../src/domain/summary/episode-time.ts'

const at = (seconds: number) => new Date(1000 * seconds)
const episode = (from: number, to: number | null) => ({ startedAt: at(from), endedAt: to === null ? null : at(to) })

describe('coveredSeconds', () => {
  it.each([
    ['nothing', [], 0],
    ['episodes apart', [episode(0, 10), episode(20, 25)], 15],
    ['episodes that overlap, in any order', [episode(5, 20), episode(0, 10), episode(6, 7)], 20],
    ['one that lasts', [episode(80, null)], 20],
    ['one that ends before it begins', [episode(10, 5)], 0],
    ['a broken date', [{ startedAt: new Date(Number.NaN), endedAt: at(5) }, episode(0, 3)], 3],
  ])('of %s', (_, episodes, seconds) => {
    expect(coveredSeconds(episodes, at(100))).toBe(seconds)
  })
})

describe('spokenTime', () => {
  it.each([
    [0, '0 s'],
    [45.4, '45 s'],
    [59.6, '1 min'],
    [80, '1 min 20 s'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [-3, '0 s'],
  ])('says %d s as %s', (seconds, text) => {
    expect(spokenTime(seconds)).toBe(text)
  })
})
