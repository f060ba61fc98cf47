import { storableText } from '../values/json.ts'

/** Where a client address is, as far as known. Codes are ISO 3166; degrees are WGS 84. */
export interface GeoLocation {
  countryCode: string | null
  regionCode: string | null
  city: string | null
  latitude: number | null
  longitude: number | null
}

export const unknownLocation: GeoLocation = {
  countryCode: null,
  regionCode: null,
  city: null,
  latitude: null,
  longitude: null,
}

/** A location in the words of somebody who may say anything. */
export type StatedLocation = { [Field in keyof GeoLocation]?: unknown }

/** Codes that stand for no country: App Engine's and Cloudflare's for an unknown one. Tor's is T1. */
const noCountries = ['ZZ', 'XX']

const CITY_LENGTH = 100

/**
 * A location with what is unusable left out; without a country nothing is taken for known. Codes become upper case;
 * coordinates count as a pair.
 */
export function geoLocation(stated: StatedLocation): GeoLocation {
  const countryCode = code(stated.countryCode, /^[A-Z]{2}$/)
  if (countryCode === null || noCountries.includes(countryCode)) return unknownLocation
  const latitude = degrees(stated.latitude, 90)
  const longitude = degrees(stated.longitude, 180)
  const hasPlace = latitude !== null && longitude !== null
  return {
    countryCode,
    // ISO 3166-2 has one to three letters or digits behind the country.
    regionCode: code(stated.regionCode, /^[A-Z\d]{1,3}$/),
    city: cityName(stated.city),
    latitude: hasPlace ? latitude : null,
    longitude: hasPlace ? longitude : null,
  }
}

/** The better known of two locations: another source adds a city in the same country where none is known. */
export function completedLocation(known: GeoLocation, other: GeoLocation): GeoLocation {
  if (known.countryCode === null) return other
  const saysMore = known.city === null && other.city !== null && known.countryCode === other.countryCode
  return saysMore ? other : known
}

function code(value: unknown, form: RegExp): string | null {
  const text = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return form.test(text) ? text : null
}

/** App Engine writes `?` for an unknown city. */
function cityName(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return /\p{L}/u.test(text) && !/\p{Cc}/u.test(text) ? storableText(text, CITY_LENGTH) : null
}

function degrees(value: unknown, limit: number): number | null {
  const number = typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Math.abs(number) <= limit ? number : null
}
