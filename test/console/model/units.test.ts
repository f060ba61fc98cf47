import { describe, expect, it } from 'vitest'
import {
  bitrate,
  bytes,
  count,
  duration,
  offset,
  quantity,
  score,
  share,
  withUnits,
} from '../../../console/src/model/units.ts'

/** Numbers and units are kept together by a space that does not break. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('numbers with units', () => {
  it.each([
    [0, '0 ms'],
    [380, '380 ms'],
    [999.6, '999 ms'],
    [1000, '1 s'],
    [6095, '6.1 s'],
    [10_000, '10 s'],
    [59_600, '1 min'],
    [85_000, '1 min 25 s'],
    [370_000, '6 min 10 s'],
    [3_600_000, '1 h'],
    [3_599_600, '1 h'],
    [45_000_000, '12 h 30 min'],
    [360_000_000, '100 h'],
  ])('says %d ms as "%s"', (ms, text) => expect(plain(duration(ms))).toBe(text))

  it('cuts a length that grows to whole steps', () => expect(plain(duration(119_999, 60_000))).toBe('1 min'))

  it.each([
    [0, 1000, '0:00'],
    [65_250, 1000, '1:05'],
    [65_250, 100, '1:05.3'],
    [65_250, 1, '1:05.250'],
    [59_999, 1000, '1:00'],
    [3_723_000, 1000, '1:02:03'],
    [-1500, 100, '−0:01.5'],
  ])('says %d ms since the beginning, in steps of %d ms, as "%s"', (ms, step, text) =>
    expect(offset(ms, step)).toBe(text),
  )

  it.each([
    [10.887, '%', '10.9 %'],
    [8, '%', '8.0 %'],
    [100, '%', '100 %'],
    [99.96, '%', '100 %'],
    [602, 'ms', '602 ms'],
    [6.095, 's', '6.1 s'],
    [2.495, 'of 5', '2.5 of 5'],
    [87_000, 'bit/s', '87 kbit/s'],
  ])('says %d %s as "%s"', (value, unit, text) => expect(plain(quantity(value, unit))).toBe(text))

  it.each([
    [950, '950 bit/s'],
    [1200, '1.2 kbit/s'],
    [1_250_000, '1.3 Mbit/s'],
    [12_500_000, '13 Mbit/s'],
  ])('says %d bit/s as "%s"', (value, text) => expect(plain(bitrate(value))).toBe(text))

  it('says shares, scores and counts', () => {
    expect([plain(share(0.882)), plain(share(0.0154)), score(3.26), count(1204)]).toEqual([
      '88 %',
      '1.5 %',
      '3.3',
      '1,204',
    ])
  })
})

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [123_456_789, '123 MB'],
  ])('%i', (value, words) => expect(bytes(value).replaceAll('\u00a0', ' ')).toBe(words))
})

describe('sentences with numbers', () => {
  it.each([
    ['packet loss was high for 1 min 20 s, so', 'packet loss was high for 1\u00a0min 20\u00a0s, so'],
    ['14 % of packets, at 300 kbit/s', '14\u00a0% of packets, at 300\u00a0kbit/s'],
    ['2 of 2 participants, 3 sessions', '2 of 2 participants, 3 sessions'],
  ])('keep %s together', (sentence, expected) => {
    expect(withUnits(sentence)).toBe(expected)
  })
})
