import { describe, expect, it } from 'vitest'
import type { CallsView } from '../../../console/src/model/calls-view.ts'
import { filterChips } from '../../../console/src/model/filter-chips.ts'
import { issueWords } from '../../../console/src/model/issue-words.ts'
import { namesText } from '../../../console/src/model/names.ts'
import { countryName } from '../../../console/src/model/places.ts'
import { readRange, writeRange } from '../../../console/src/model/ranges.ts'
import { axisTop, labelStep, totalOf } from '../../../console/src/model/roll-ups/charts.ts'
import { comparison } from '../../../console/src/model/roll-ups/comparison.ts'
import { bucketOf, timeColumns } from '../../../console/src/model/roll-ups/time-columns.ts'
import { totalText } from '../../../console/src/model/total.ts'

const DAY = 24 * 60 * 60 * 1000
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('ranges', () => {
  it.each([
    ['2000-3000', { least: 2000, most: 3000 }],
    ['3600-', { least: 3600 }],
    ['-250', { most: 250 }],
    ['3', { least: 3, most: 3 }],
    ['5-3', undefined],
    ['-', undefined],
    ['', undefined],
    ['three', undefined],
  ])('%s is read', (range, bounds) => expect(readRange(range)).toEqual(bounds))

  it('are written as they are read', () =>
    expect([writeRange(0, 250), writeRange(5000, undefined)]).toEqual(['0-250', '5000-']))
})

describe('filters in words', () => {
  it.each<[CallsView, string[]]>([
    [{ outcome: 'error,warning' }, ['Errors, Warnings']],
    [{ reason: 'high_rtt' }, ['Reason: High rtt']],
    [{ country: 'DE', city: 'Berlin', browser: 'Safari' }, ['Safari', 'Germany', 'Berlin']],
    [{ setup: '2000-3000', people: '3-5' }, ['Setup 2 s – 3 s', 'People: 3 – 5']],
    [{ setup: '5000-', people: '2' }, ['Setup 5 s or more', 'People: 2']],
    [{ path: 'relayed', media_error: 'NotAllowedError' }, ['Media access: NotAllowedError', 'Relayed']],
    // These have a field of their own.
    [{ last: '7d', quality: 'bad', issue: 'high_rtt', q: 'x' }, []],
  ])('%o', (view, labels) => expect(filterChips(view, issueWords).map(({ label }) => plain(label))).toEqual(labels))

  it('of a period name both of its ends, which go together', () => {
    const [chip] = filterChips({ from: '2026-11-12T00:00:00Z', to: '2026-11-13T00:00:00Z' }, issueWords)
    expect(chip?.names).toEqual(['from', 'to'])
    expect(chip?.label).toMatch(/^from .*12 Nov.* until .*13 Nov/)
  })

  it('name what there is no name for by its code', () => expect(countryName('not a code')).toBe('not a code'))
})

describe('columns over time', () => {
  const keys = [{ key: 'bad', label: 'Bad', view: { quality: 'bad' } }]
  const midnight = new Date(2026, 10, 12).getTime()

  it('are there for every day, and lead to the calls of it', () => {
    const buckets = [{ at: midnight + DAY, counts: { bad: 34 } }]
    const columns = timeColumns({
      buckets,
      bucket: 'day',
      from: midnight + 5000,
      to: midnight + 3 * DAY,
      keys,
      view: { last: '7d', browser: 'Safari' },
    })
    expect(columns.map(({ label, parts }) => [label, parts[0]?.value])).toEqual([
      ['12 Nov', 0],
      ['13 Nov', 34],
      ['14 Nov', 0],
    ])
    expect(columns[1]?.parts[0]?.view).toEqual({
      browser: 'Safari',
      quality: 'bad',
      from: new Date(midnight + DAY).toISOString(),
      to: new Date(midnight + 2 * DAY).toISOString(),
    })
    expect(totalOf(columns)).toBe(34)
  })

  it('are hours of periods of up to two days', () => {
    expect([bucketOf(0, 2 * DAY), bucketOf(0, 3 * DAY)]).toEqual(['hour', 'day'])
    const columns = timeColumns({ buckets: [], bucket: 'hour', from: midnight, to: midnight + DAY / 4, keys, view: {} })
    expect(columns.map(({ label }) => label)).toEqual(['00:00', '01:00', '02:00', '03:00', '04:00', '05:00'])
  })

  it.each([
    [0, 1],
    [1, 1],
    [3, 4],
    [34, 40],
    [99, 100],
    [1204, 2000],
  ])('of up to %i have an axis to %i', (most, top) => expect(axisTop(most)).toBe(top))

  it('have as many labels as there is room for', () => expect([labelStep(7, 8), labelStep(30, 8)]).toEqual([1, 4]))
})

describe('totals', () => {
  it.each([
    [120, 100, '20 % more than in the period before'],
    [96, 100, '4 % fewer than in the period before'],
    [100, 100, 'as many as in the period before'],
    [5, 0, 'none in the period before'],
    [0, 0, ''],
  ])('of %i after %i', (now, before, words) => expect(plain(comparison(now, before))).toBe(words))

  it('are counted up to a limit', () => {
    const noun = { one: 'call', other: 'calls' }
    expect([1204, 10_000].map(total => plain(totalText(total, noun)))).toEqual(['1,204 calls', '10,000 calls or more'])
  })

  it('of people follow some names', () =>
    expect([namesText(['Alice', 'Bob'], 5), namesText(['Alice'], 1), namesText([], 0)]).toEqual([
      'Alice, Bob +3',
      'Alice',
      '',
    ]))
})
