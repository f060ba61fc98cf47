import type { ScopedReader } from '../access/scoped-reader.ts'
import { partRollUpConditions, type RollUpFilter } from './roll-up-filter.ts'

/** Connections by whether their media is relayed; those of which it is not known are in neither. */
export interface PathCount {
  direct: number
  relayed: number
}

export async function countPaths(reader: ScopedReader, filter: RollUpFilter): Promise<PathCount> {
  const where = partRollUpConditions(filter)
  const rows = await reader.query<PathCount>(
    `select count(*) filter (where type <> 'relay')::int as direct, count(*) filter (where type = 'relay')::int as relayed
       from connection where ${where}`,
    where.parameters,
  )
  return rows[0] ?? { direct: 0, relayed: 0 }
}

/** Connections whose setup took a time in one range. */
export interface SetupTimeCount {
  count: number
  /** Each once. */
  conferenceIds: string[]
}

/** For each range; `bounds` are those between ranges, in ms. */
export async function countSetupTimes(
  reader: ScopedReader,
  filter: RollUpFilter,
  bounds: readonly number[],
): Promise<SetupTimeCount[]> {
  const where = partRollUpConditions(filter)
  const rows = await reader.query<{ range: number; count: number; conferenceIds: string }>(
    `select range, sum(count)::int as count, string_agg(conference_id::text, ',') as "conferenceIds"
       from (select width_bucket(setup_ms, ${where.bind(bounds)}::float8[]) as range, conference_id, count(*) as count
               from connection where ${where} and setup_ms >= 0 group by 1, 2) conference
      group by range`,
    where.parameters,
  )
  const found = new Map(rows.map(row => [row.range, row]))
  return Array.from({ length: bounds.length + 1 }, (_, range) => {
    const row = found.get(range)
    return { count: row?.count ?? 0, conferenceIds: row?.conferenceIds.split(',') ?? [] }
  })
}
