import type { EntityManager } from '@mikro-orm/postgresql'
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
