import { describe, expect, it } from 'vitest'
import { instantText, parseInstant } from '../../src/domain/values/instant.ts'

describe('an instant in ISO 8601', () => {
  it.each([
    ['2026-05-05', '2026-05-05T00:00:00.000000Z'],
    ['2026-05-05T20:53', '2026-05-05T20:53:00.000000Z'],
    ['2026-05-05 20:53:31.123456', '2026-05-05T20:53:31.123456Z'],
    ['2026-05-05T20:53:31.123456Z', '2026-05-05T20:53:31.123456Z'],
    ['2026-05-05t20:53:31,5z', '2026-05-05T20:53:31.500000Z'],
    ['2026-05-05T20:53:31.123456789+02:00', '2026-05-05T18:53:31.123456Z'],
    ['2026-05-05T20:53:31-0330', '2026-05-06T00:23:31.000000Z'],
    ['2026-05-05T20:53:31+02', '2026-05-05T18:53:31.000000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected)
  })

  it.each([
    '',
    'garbage',
    '2026-02-31',
    '2025-02-29',
    '2026-13-01',
    '2026-1-1',
    '0000-01-01',
    '12026-01-01',
    '2026-05-05T24:30',
    '2026-05-05T20:60',
    '2026-05-05T20:53:31 02:00',
    '2026-05-05T20:53:31+25:00',
    '2026-05-05Z',
    '0001-01-01T00:00+01:00',
    '9999-12-31T23:00-02:00',
    "2026-05-05'",
  ])('%s is none', text => {
    expect(parseInstant(text)).toBeUndefined()
  })

  it('is made of seconds and nanoseconds within the years 1 to 9999', () => {
    expect(instantText(0, 1999)).toBe('1970-01-01T00:00:00.000001Z')
    expect(instantText(-62_135_596_800, 0)).toBe('0001-01-01T00:00:00.000000Z')
    expect(instantText(-62_135_596_801, 0)).toBeUndefined()
    expect(instantText(253_402_300_800, 0)).toBeUndefined()
    expect(instantText(9e18, 0)).toBeUndefined()
  })
})
