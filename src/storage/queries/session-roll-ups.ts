import type { ScopedReader } from '../scoped-reader.ts'
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

/** Names of one kind; sessions that do not tell are left out. */
const names = (kind: Kind, column: string) =>
  `select '${kind}' as kind, ${column} as name, count(*)::int as count, null::float8 as latitude, null::float8 as longitude
     from told where ${column} is not null group by ${column}`

/** Cities of one name in different regions are different ones. */
const cities = `select 'city', city, count(*)::int, avg(latitude), avg(longitude)
  from told where city is not null group by country, region, city`

export async function countOrigins(reader: ScopedReader, filter: RollUpFilter): Promise<SessionOrigins> {
  const where = rollUpConditions(filter)
  const rows = await reader.query<City & { kind: Kind }>(
    `with told as materialized (
       select browser, os, country, region, city, latitude, longitude from session where ${where})
     ${names('browser', 'browser')} union all ${names('os', 'os')} union all ${names('country', 'country')}
     union all ${cities} order by count desc, name`,
    where.parameters,
  )
  const of = (kind: Kind) => rows.filter(row => row.kind === kind)
  return { browsers: of('browser'), operatingSystems: of('os'), countries: of('country'), cities: of('city') }
}
