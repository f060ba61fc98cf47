import type { Row } from '../support/stored-rows.ts'
import type { TestServer } from '../support/test-server.ts'

const tables = [
  'conference',
  'participant',
  'conference_participant',
  'session',
  'connection',
  'track',
  'event',
  'issue',
]

/** One row: how many rows each table of calls has. */
export const rowCounts = `select ${tables.map(table => `(select count(*) from ${table}) as ${table}`).join(', ')}`

/** What a good call ({@link playCall}) stores. */
export const goodCallRows = {
  conference: 1,
  participant: 2,
  conference_participant: 2,
  session: 1,
  connection: 1,
  track: 1,
  event: 4,
  issue: 0,
}

export const addedUp = (a: typeof goodCallRows, b: typeof goodCallRows): Record<string, number> =>
  Object.fromEntries(Object.entries(a).map(([table, count]) => [table, count + b[table as keyof typeof b]]))

/** Rows of several queries in one go. */
export async function readStored<Name extends string>(
  server: TestServer,
  queries: Record<Name, string>,
): Promise<Record<Name, Row[]>> {
  const columns = Object.entries<string>(queries).map(
    ([name, sql]) => `coalesce((select json_agg(to_jsonb(rows)) from (${sql}) rows), '[]') as "${name}"`,
  )
  const [stored] = await server.rows<Record<Name, Row[]>>(`select ${columns.join(', ')}`)
  if (!stored) throw new Error('a query without from gives one row')
  return stored
}
