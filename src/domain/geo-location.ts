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
