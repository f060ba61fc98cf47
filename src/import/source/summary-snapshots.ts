import type { JsonText } from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

const SNAPSHOTS_AT_ONCE = 200

const ELEMENTS = `from summary, jsonb_array_elements(data) with ordinality as element (value, number) where conference_id = $1`

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

/** First and last snapshot of each connection, in this order. */
export const readOuterSnapshots = (
  source: SourceDatabase,
  conferenceId: string,
): Promise<{ first: JsonText; last: JsonText }[]> =>
  source.query(
    `select (array_agg(value order by number))[1] as first, (array_agg(value order by number desc))[1] as last
       ${ELEMENTS} group by value ->> 'connection'`,
    [conferenceId],
  )
