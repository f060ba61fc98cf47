import { mmdbFile } from '../support/mmdb-writer.ts'

/** A record as GeoLite2-City and its like have it. */
const record = (country: string, region: string, city: string, latitude: number, longitude: number) => ({
  city: { geoname_id: 1, names: { de: `${city} (de)`, en: city } },
  continent: { code: 'EU' },
  country: { iso_code: country },
  location: { latitude, longitude, time_zone: 'Europe/Berlin' },
  subdivisions: [{ iso_code: region, names: { en: 'a region whose name is longer than twenty-eight bytes' } }],
})

/** Addresses of the database of the tests. */
export const inMunich = '8.8.4.4'
export const inLondon = '2606:4700:abcd::17'
export const inFrance = '9.9.9.9'

/** @param city of 8.8.0.0/16 */
export const database = (city = 'Munich'): Buffer =>
  mmdbFile({
    '8.8.0.0/16': record('DE', 'BY', city, 48.137, 11.575),
    '9.9.9.0/24': { registered_country: { iso_code: 'FR' } },
    '2606:4700::/32': record('GB', 'ENG', 'London', 51.5142, -0.0931),
    '2400::/16': { country: 'odd', city: ['odd'], location: { latitude: 'odd' } },
  })

export const munich = { country_code: 'DE', region_code: 'BY', city: 'Munich', latitude: 48.137, longitude: 11.575 }
export const london = { country_code: 'GB', region_code: 'ENG', city: 'London', latitude: 51.5142, longitude: -0.0931 }
