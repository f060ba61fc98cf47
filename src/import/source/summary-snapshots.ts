import type { TrackDirection, TrackKind } from '../../domain/call/track.ts'
import type { JsonText } from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

const SNAPSHOTS_AT_ONCE = 200

const ELEMENTS = `from summary, jsonb_array_elements(data) with ordinality as element (value, number) where conference_id = $1`

/** Where the entries of a track begin and end among the snapshots of its connection. */
export interface TrackSpan {
  connection: string
  kind: TrackKind
  direction: TrackDirection
  id: string
  /** Entries in the first snapshot that has any. */
  first: number
  /** Whether the last snapshot of the connection has one. */
  isInLast: boolean
  /** Id of that snapshot. */
  last: string
}

/** The snapshots of a summary in their order, some at a time. A {@link SourceDatabase.snapshot} must last meanwhile. */
export async function* readSnapshots(
  source: SourceDatabase,
  conferenceId: string,
): AsyncGenerator<JsonText[], void, undefined> {
  const statement = `select value ${ELEMENTS} order by number`
  for await (const rows of source.cursor<{ value: JsonText }>(statement, [conferenceId], SNAPSHOTS_AT_ONCE)) {
    yield rows.map(({ value }) => value)
  }
}

/** Where the entries of each track begin and end. */
export const readTrackSpans = (source: SourceDatabase, conferenceId: string): Promise<TrackSpan[]> =>
  source.query<TrackSpan>(
    `with snapshot as materialized (select value, number, value ->> 'connection' as connection ${ELEMENTS}),
          entry as (
            select connection, number, kind, direction, entry.value ->> 'id' as id, count(*)::int as entries
              from snapshot, unnest('{audio,video}'::text[]) as kind, unnest('{inbound,outbound}'::text[]) as direction,
                   jsonb_array_elements(
                     case jsonb_typeof(value -> 'data' -> kind -> direction)
                       when 'array' then value -> 'data' -> kind -> direction else '[]' end) entry
             group by 1, 2, 3, 4, 5),
          last as (
            select distinct on (connection) connection, number, value ->> 'id' as snapshot
              from snapshot order by connection, number desc)
     select connection, kind, direction, id, (array_agg(entries order by entry.number))[1] as first,
            bool_or(entry.number = last.number) as "isInLast", last.snapshot as last
       from entry join last using (connection) group by connection, kind, direction, entry.id, last.snapshot`,
    [conferenceId],
  )
