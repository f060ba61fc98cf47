import type { ScopedReader } from '../access/scoped-reader.ts'
import { partRollUpConditions, type RollUpFilter } from './roll-up-filter.ts'

interface Named {
  name: string
  count: number
}

interface City extends Named {
  /** Degrees; null when unknown. */
  latitude: number | null
  longitude: number | null
}

interface Version extends Named {
  version: string
}

/** Where sessions came from and what they ran in, each most frequent first. */
export interface SessionOrigins {
  browsers: Named[]
  browserVersions: Version[]
  operatingSystems: Named[]
  appVersions: Named[]
  countries: Named[]
  cities: City[]
}

/** Groupings of the count. Cities of one name in different regions are different ones. */
const groupings = {
  browsers: 'browser',
  browserVersions: 'browser, browser_version',
  operatingSystems: 'os',
  appVersions: 'app_version',
  countries: 'country',
  cities: 'country, region, city',
} as const

type Kind = keyof typeof groupings

/** `case` of a grouping by the column that only it has, the more detailed first. */
const byKind = (of: (kind: Kind) => string) => `case when grouping(browser_version) = 0 then ${of('browserVersions')}
  when grouping(browser) = 0 then ${of('browsers')} when grouping(os) = 0 then ${of('operatingSystems')}
  when grouping(app_version) = 0 then ${of('appVersions')} when grouping(city) = 0 then ${of('cities')}
  else ${of('countries')} end`

const names: Record<Kind, string> = {
  browsers: 'browser',
  browserVersions: 'browser',
  operatingSystems: 'os',
  appVersions: 'app_version',
  countries: 'country',
  cities: 'city',
}
const KIND = byKind(kind => `'${kind}'`)
const NAME = byKind(kind => names[kind])

/** One pass over the sessions for all of them. Sessions that do not tell are in none of the lists concerned. */
export async function countOrigins(reader: ScopedReader, filter: RollUpFilter): Promise<SessionOrigins> {
  const where = partRollUpConditions(filter)
  const sets = Object.values(groupings).map(columns => `(${columns})`)
  const rows = await reader.query<City & Version & { kind: Kind }>(
    `select ${KIND} as kind, ${NAME} as name, browser_version as version, count(*)::int as count,
            avg(latitude) as latitude, avg(longitude) as longitude
       from session where ${where}
      group by grouping sets (${sets.join(', ')})
     having ${NAME} is not null and (grouping(browser_version) = 1 or browser_version is not null)
      order by count desc, name, version`,
    where.parameters,
  )
  const of = (kind: Kind) => rows.filter(row => row.kind === kind)
  return {
    browsers: of('browsers'),
    browserVersions: of('browserVersions'),
    operatingSystems: of('operatingSystems'),
    appVersions: of('appVersions'),
    countries: of('countries'),
    cities: of('cities'),
  }
}
