import type { Client } from 'pg'
import { from } from 'pg-copy-streams'
import { BULK_INSERT, bulkInsertParameters } from '../../src/storage/events/bulk-insert.ts'
import type { ConditionalRow } from '../../src/storage/events/event-store.ts'
import { eventColumns, eventValues } from './event-columns.ts'

/** Commits a batch of rows. */
export type InsertWay = (client: Client, rows: readonly ConditionalRow[]) => Promise<unknown>

const names = eventColumns.join(', ')
const values = (rows: readonly ConditionalRow[]): unknown[][] => rows.map(({ row }) => eventValues(row))

function valuesStatement(rows: number): string {
  const width = eventColumns.length
  const tuple = (row: number) => `(${eventColumns.map((_, column) => `$${row * width + column + 1}`).join(',')})`
  const tuples = Array.from({ length: rows }, (_, row) => tuple(row)).join(',')
  return `insert into event (${names}) values ${tuples} on conflict (conference_id, id) do nothing`
}

const types = [
  ...Array(8).fill('uuid'),
  'smallint',
  'varchar',
  'timestamptz',
  'timestamptz',
  'jsonb',
  'bytea',
  'smallint',
]
const columnTypes = [...types, 'smallint', 'float8']

const UNNEST = `insert into event (${names})
  select * from unnest(${columnTypes.map((type, index) => `$${index + 1}::${type}[]`).join(', ')})
  on conflict (conference_id, id) do nothing`

const RECORDSET = `insert into event (${names})
  select * from jsonb_to_recordset($1::jsonb) as row (${eventColumns.map((name, index) => `${name} ${columnTypes[index]}`).join(', ')})
  on conflict (conference_id, id) do nothing`

const isBytes = (value: unknown): value is Buffer => value instanceof Uint8Array

const jsonForm = (value: unknown) => (isBytes(value) ? `\\x${value.toString('hex')}` : value)

const copyForm = (value: unknown): string => {
  if (value === null) return '\\N'
  return isBytes(value) ? `\\\\x${value.toString('hex')}` : String(value).replaceAll('\\', '\\\\')
}

const asRecord = (row: readonly unknown[]) =>
  Object.fromEntries(eventColumns.map((name, at) => [name, jsonForm(row[at])]))

/** Ways to store a batch; all but COPY leave alone what is there already, and only the last looks at connections. */
export const insertWays: Record<string, InsertWay> = {
  VALUES: (client, rows) => client.query(valuesStatement(rows.length), values(rows).flat()),
  'VALUES, prepared': (client, rows) =>
    client.query({ name: `v${rows.length}`, text: valuesStatement(rows.length), values: values(rows).flat() }),
  'arrays as text': (client, rows) => {
    const all = values(rows)
    return client.query({ name: 'unnest', text: UNNEST, values: eventColumns.map((_, at) => all.map(row => row[at])) })
  },
  jsonb_to_recordset: (client, rows) =>
    client.query({ name: 'recordset', text: RECORDSET, values: [JSON.stringify(values(rows).map(asRecord))] }),
  COPY: (client, rows) => {
    const lines = values(rows).map(row => row.map(copyForm).join('\t'))
    const stream = client.query(from(`copy event (${names}) from stdin`))
    return new Promise((resolve, reject) => {
      stream.once('error', reject).once('finish', resolve)
      stream.end(`${lines.join('\n')}\n`)
    })
  },
  'arrays in binary format': (client, rows) =>
    client.query({ name: 'bulk', text: BULK_INSERT, values: bulkInsertParameters(rows) }),
}
