import type { ScopedReader } from '../access/scoped-reader.ts'
import { type RollUpFilter, rollUpConditions } from './roll-up-filter.ts'

interface Named {
  name: string
  count: number
}

interface City extends Named {
  /** Degrees; null when unknown. */
  latitude: number | null
  longitude: number | null
}

/** Where sessions came from and what they ran in, each most frequent first. */
export interface SessionOrigins {
  browsers: Named[]
  operatingSystems: Named[]
  countries: Named[]
  cities: City[]
}

type Kind = 'browser' | 'os' | 'country' | 'city'

/** One pass over the sessions for all four. Cities of one name in different regions are different ones. */
const KINDS = `case when grouping(browser) = 0 then 'browser' when grouping(os) = 0 then 'os'
  when grouping(city) = 0 then 'city' else 'country' end`

const NAMES = `case when grouping(browser) = 0 then browser when grouping(os) = 0 then os
  when grouping(city) = 0 then city else country end`

/** Sessions that do not tell are in none of the lists. */
export async function countOrigins(reader: ScopedReader, filter: RollUpFilter): Promise<SessionOrigins> {
  const where = rollUpConditions(filter)
  const rows = await reader.query<City & { kind: Kind }>(
    `select ${KINDS} as kind, ${NAMES} as name, count(*)::int as count, avg(latitude) as latitude, avg(longitude) as longitude
       from session where ${where}
      group by grouping sets ((browser), (os), (country), (country, region, city))
     having ${NAMES} is not null order by count desc, name`,
    where.parameters,
  )
  const of = (kind: Kind) => rows.filter(row => row.kind === kind)
  return { browsers: of('browser'), operatingSystems: of('os'), countries: of('country'), cities: of('city') }
}
