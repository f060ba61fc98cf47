import type { EntityManager } from '@mikro-orm/postgresql'
import type { Span } from '../domain/call-runs.ts'
import { query } from './sql.ts'

export interface ConnectionRecord {
  sessionId: string
  peerId: string
}

/** Whose connection it is; what is returned never changes. */
export async function findConnection(em: EntityManager, id: string): Promise<ConnectionRecord | undefined> {
  const rows = await query<ConnectionRecord>(
    em,
    'select session_id as "sessionId", peer_id as "peerId" from connection where id = $1',
    [id],
  )
  return rows[0]
}

/** When each connection of a conference was open. */
export async function connectionSpans(
  em: EntityManager,
  conferenceId: string,
): Promise<(Span & { sessionId: string })[]> {
  const rows = await query<{ sessionId: string; start: string; end: string | null }>(
    em,
    'select session_id as "sessionId", start_time as start, end_time as end from connection where conference_id = $1',
    [conferenceId],
  )
  return rows.map(({ sessionId, start, end }) => ({
    sessionId,
    start: new Date(start),
    end: end === null ? null : new Date(end),
  }))
}
