import { describe, expect, it } from 'vitest'
import {
  completedLocation,
  type GeoLocation,
  geoLocation,
  unknownLocation,
} from '../../src/domain/call/geo-location.ts'

const munich: GeoLocation = {
  countryCode: 'DE',
  regionCode: 'BY',
  city: 'München',
  latitude: 48.137,
  longitude: 11.575,
}

describe('a stated location', () => {
  it('is taken over, codes in upper case, numbers from texts', () => {
    expect(geoLocation({ ...munich })).toEqual(munich)
    const texts = { countryCode: ' de', regionCode: 'by', city: ' München ', latitude: '48.137', longitude: ' 11.575' }
    expect(geoLocation(texts)).toEqual(munich)
  })

  it.each([undefined, null, '', 'D', 'DEU', 'D1', 'T1', 'XX', 'zz', '?', 'ÄÖ', 49, {}, ['DE'], 'D\u0000'])(
    'is unknown with the country %j',
    countryCode => expect(geoLocation({ ...munich, countryCode })).toEqual(unknownLocation),
  )

  it.each([undefined, '', '?', 'Bavaria', 'B-Y', 7, null])('has no region for %j', regionCode =>
    expect(geoLocation({ ...munich, regionCode })).toEqual({ ...munich, regionCode: null }),
  )

  it.each([undefined, '', '?', '-', '\u0000', 'Mün\nchen', 'a\u0007b', 7, {}])('has no city for %j', city =>
    expect(geoLocation({ ...munich, city })).toEqual({ ...munich, city: null }),
  )

  it('has at most 100 characters of a city', () => {
    expect(geoLocation({ ...munich, city: 'x'.repeat(5000) }).city).toHaveLength(100)
  })

  it.each([
    [91, 11],
    [-90.001, 11],
    [48, 180.5],
    ['48,1', '11'],
    ['', ''],
    ['1e1', '11'],
    ['NaN', '11'],
    [Number.NaN, 11],
    [Number.POSITIVE_INFINITY, 11],
    [48, undefined],
    [undefined, 11],
    [[48], 11],
  ])('has no place for %j, %j', (latitude, longitude) =>
    expect(geoLocation({ ...munich, latitude, longitude })).toEqual({ ...munich, latitude: null, longitude: null }),
  )

  it.each([
    ['-90', '-180'],
    ['90.0', '+180.000'],
    [0, 0],
  ])('has a place at %j, %j', (latitude, longitude) =>
    expect(geoLocation({ ...munich, latitude, longitude })).toMatchObject({
      latitude: Number(latitude),
      longitude: Number(longitude),
    }),
  )
})

describe('a location from two sources', () => {
  const country = { ...unknownLocation, countryCode: 'DE' }
  const paris = { ...munich, countryCode: 'FR', city: 'Paris' }

  it.each([
    ['nothing and a city', unknownLocation, munich, munich],
    ['a country and its city', country, munich, munich],
    ['a country and a city elsewhere', country, paris, country],
    ['a city and another', munich, { ...munich, city: 'Augsburg' }, munich],
    ['a place without a city and a country', { ...munich, city: null }, country, { ...munich, city: null }],
    ['a country and nothing', country, unknownLocation, country],
  ])('of %s', (_what, known, other, expected) => expect(completedLocation(known, other)).toEqual(expected))
})
