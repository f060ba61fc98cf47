import { unpackReport } from '../../../src/storage/events/report-packing.ts'
import type { TestDatabase } from '../../support/database.ts'
import { type Row, readRows } from '../../support/stored-rows.ts'

/**
 * The rows of several queries. Opening an embedded database costs a second: this opens it once. Rows come as JSON, so
 * times are text.
 */
export async function readTogether<Name extends string>(
  database: TestDatabase,
  queries: Record<Name, string>,
): Promise<Record<Name, Row[]>> {
  const columns = Object.entries<string>(queries).map(
    ([name, sql]) => `(select coalesce(jsonb_agg(to_jsonb(found)), '[]') from (${sql}) found) as "${name}"`,
  )
  const [row] = await readRows(database, `select ${columns.join(', ')}`, [])
  return row as Record<Name, Row[]>
}

interface StoredEvent {
  type: string
  data: unknown
  report: Uint8Array | null
  dictionary: number
}

/**
 * What the stored events carry: their data or, of a stats report, the report.
 * @param conference external id of the only one whose events are asked for
 */
export async function storedContents(database: TestDatabase, conference: string | null = null): Promise<unknown[]> {
  const rows = await readRows<StoredEvent>(
    database,
    `select type, data, report, dictionary from event
      where $1::text is null or conference_id in (select id from conference where external_id = $1)`,
    [conference],
  )
  return rows.map(({ data, report, dictionary }) => (report ? unpackReport(report, dictionary) : data))
}
