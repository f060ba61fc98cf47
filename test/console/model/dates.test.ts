import { describe, expect, it } from 'vitest'
import { dateFormats, moment, span, utc } from '../../../console/src/model/dates.ts'

const at = (iso: string) => Date.parse(iso)
const berlin = dateFormats('Europe/Berlin')

describe('dates', () => {
  it('are those of the zone, on both sides of a change of summer time', () => {
    // 2026-10-25, 03:00 CEST became 02:00 CET: both calls begin at half past two.
    expect(berlin.time(at('2026-10-25T00:30:00Z'))).toBe('02:30')
    expect(berlin.time(at('2026-10-25T01:30:00Z'))).toBe('02:30')
    expect([berlin.zone(at('2026-10-25T00:30:00Z')), berlin.zone(at('2026-10-25T01:30:00Z'))]).toEqual(['CEST', 'CET'])
  })

  it('know zones of half an hour', () => {
    expect(dateFormats('Asia/Kolkata').timeWithSeconds(at('2026-11-26T14:02:05Z'))).toBe('19:32:05')
  })

  it.each([
    ['2026-11-26T14:02:00Z', '2026-11-26T14:47:00Z', 'Thu, 26 Nov 2026, 15:02 – 15:47 CET'],
    ['2026-11-26T22:50:00Z', '2026-11-27T00:10:00Z', 'Thu, 26 Nov 2026, 23:50 – Fri, 27 Nov 2026, 01:10 CET'],
    ['2026-10-25T00:30:00Z', '2026-10-25T01:45:00Z', 'Sun, 25 Oct 2026, 02:30 CEST – 02:45 CET'],
    ['2026-11-26T14:02:00Z', undefined, 'Thu, 26 Nov 2026, 15:02 CET'],
  ])('say when a call was: %s', (from, to, text) => {
    expect(span(at(from), to === undefined ? undefined : at(to), berlin)).toBe(text)
  })

  it.each([
    ['2026-11-26T08:00:00Z', 'Today, 09:00'],
    ['2026-11-25T23:30:00Z', 'Today, 00:30'],
    ['2026-11-25T14:00:00Z', 'Yesterday, 15:00'],
    ['2026-11-20T14:00:00Z', 'Fri, 20 Nov, 15:00'],
    ['2025-11-20T14:00:00Z', 'Thu, 20 Nov 2025, 15:00'],
  ])('say how long ago %s was', (iso, text) => expect(moment(at(iso), at('2026-11-26T12:00:00Z'), berlin)).toBe(text))

  it('say UTC where that is wanted', () => expect(utc(at('2026-11-26T14:02:05.9Z'))).toBe('2026-11-26 14:02:05 UTC'))
})
