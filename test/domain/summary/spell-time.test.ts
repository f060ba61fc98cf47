import { describe, expect, it } from 'vitest'
import { coveredSeconds, spokenTime } from '../../../src/domain/summary/spell-time.ts'

const at = (seconds: number) => new Date(1000 * seconds)
const spell = (from: number, to: number | null) => ({ startedAt: at(from), endedAt: to === null ? null : at(to) })

describe('coveredSeconds', () => {
  it.each([
    ['nothing', [], 0],
    ['spells apart', [spell(0, 10), spell(20, 25)], 15],
    ['spells that overlap, in any order', [spell(5, 20), spell(0, 10), spell(6, 7)], 20],
    ['one that lasts', [spell(80, null)], 20],
    ['one that ends before it begins', [spell(10, 5)], 0],
    ['a broken date', [{ startedAt: new Date(Number.NaN), endedAt: at(5) }, spell(0, 3)], 3],
  ])('of %s', (_, spells, seconds) => {
    expect(coveredSeconds(spells, at(100))).toBe(seconds)
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
