import {
  type BinaryValue,
  binaryArray,
  binaryFloat8,
  binaryInstant,
  binaryInt2,
  binaryJson,
  binaryUuid,
} from './binary-array.ts'
import { categoryNumber, type EventRow, unlessSaidByConnection } from './event-row.ts'
import type { ConditionalRow } from './event-store.ts'

/** OIDs of PostgreSQL's own types (`pg_type.dat`): the same on every server. */
const types = {
  uuid: 2950,
  smallint: 21,
  varchar: 1043,
  timestamptz: 1184,
  jsonb: 3802,
  bytea: 17,
  float8: 701,
} as const

interface Column {
  name: string
  type: keyof typeof types
  value: (row: EventRow) => BinaryValue
}

const uuid = (name: string, of: (row: EventRow) => string | null): Column => ({
  name,
  type: 'uuid',
  value: row => {
    const id = of(row)
    return id === null ? null : binaryUuid(id)
  },
})

const smallint = (name: string, of: (row: EventRow) => number | undefined): Column => ({
  name,
  type: 'smallint',
  value: row => {
    const number = of(row)
    return number === undefined ? null : binaryInt2(number)
  },
})

const columns: readonly Column[] = [
  uuid('id', row => row.id),
  uuid('conference_id', row => row.conferenceId),
  uuid('app_id', row => row.appId),
  uuid('session_id', row => unlessSaidByConnection(row, row.sessionId)),
  uuid('participant_id', row => row.participantId),
  uuid('peer_id', row => unlessSaidByConnection(row, row.peerId)),
  uuid('connection_id', row => row.connectionId),
  uuid('track_id', row => row.trackId),
  smallint('category', row => categoryNumber(row.category)),
  { name: 'type', type: 'varchar', value: row => Buffer.from(row.type) },
  { name: 'created_at', type: 'timestamptz', value: row => binaryInstant(row.createdAt) },
  { name: 'received_at', type: 'timestamptz', value: row => binaryInstant(row.receivedAt) },
  { name: 'data', type: 'jsonb', value: row => (row.data === null ? null : binaryJson(JSON.stringify(row.data))) },
  { name: 'report', type: 'bytea', value: row => row.packed?.report ?? null },
  smallint('dictionary', row => row.packed?.dictionary),
  smallint('track_count', row => row.packed?.trackCount),
  {
    name: 'collection_time_ms',
    type: 'float8',
    value: row => (row.collectionTimeMs === null ? null : binaryFloat8(row.collectionTimeMs)),
  },
]

const names = columns.map(({ name }) => name).join(', ')
const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')
const guard = `$${columns.length + 1}::uuid[]`

/**
 * Inserts any number of rows, an array a column, but for those whose connection (`guard`) must be open and is not. The
 * same text for every batch, so that it is parsed and planned once a connection; one statement, so that it is its own
 * transaction. `bench/studies/inserts.ts` compares it with other ways.
 */
export const BULK_INSERT = `
  with open as materialized (select id from connection where id = any(${guard}) and end_time is null)
  insert into event (${names})
  select ${names} from unnest(${arrays}, ${guard}) as reported (${names}, guard)
   where guard is null or guard in (select id from open)
  on conflict (conference_id, id) do nothing`

/** Parameters of {@link BULK_INSERT}, in binary format. */
export function bulkInsertParameters(rows: readonly ConditionalRow[]): Buffer[] {
  const guards = rows.map(({ row, requiresOpenConnection }) =>
    requiresOpenConnection && row.connectionId ? binaryUuid(row.connectionId) : null,
  )
  return [
    ...columns.map(({ type, value }) =>
      binaryArray(
        types[type],
        rows.map(({ row }) => value(row)),
      ),
    ),
    binaryArray(types.uuid, guards),
  ]
}
