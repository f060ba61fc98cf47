import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'

/** Number of rows of a kind that are to be deleted, or were. */
export interface DeletedPart {
  kind: string
  count: number
}

/** Tables of conferences, in the order in which their rows can be deleted; rows of others go with the conference. */
const parts = [
  { kind: 'issue', rows: 'issue where conference_id = any($1)' },
  { kind: 'track', rows: 'track where session_id in (select id from session where conference_id = any($1))' },
  { kind: 'connection', rows: 'connection where conference_id = any($1)' },
  { kind: 'session', rows: 'session where conference_id = any($1)' },
  { kind: 'event', rows: 'event where conference_id = any($1)' },
  { kind: 'summary', rows: 'summary where conference_id = any($1)' },
  { kind: 'conference', rows: 'conference where id = any($1)' },
] as const

/** Counts the rows that go with some conferences. */
export async function countParts(em: EntityManager, conferenceIds: readonly string[]): Promise<DeletedPart[]> {
  const counted: DeletedPart[] = []
  for (const { kind, rows } of parts) {
    const [row] = await query<{ count: string }>(em, `select count(*)::text as count from ${rows}`, [conferenceIds])
    counted.push({ kind, count: Number(row?.count ?? 0) })
  }
  return counted.filter(({ count }) => count > 0)
}

/** Deletes some locked conferences with everything in them; their participants stay. */
export async function deleteParts(em: EntityManager, conferenceIds: readonly string[]): Promise<void> {
  for (const { rows } of parts) await query(em, `delete from ${rows}`, [conferenceIds])
}

/** Deletes events that were stored when their conference was gone. */
export async function deleteEvents(em: EntityManager, conferenceIds: readonly string[]): Promise<void> {
  await query(em, 'delete from event where conference_id = any($1)', [conferenceIds])
}

export async function sessionIdsOf(em: EntityManager, conferenceId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(em, 'select id from session where conference_id = $1', [conferenceId])
  return rows.map(({ id }) => id)
}
