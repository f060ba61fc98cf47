import type { EntityManager } from '@mikro-orm/postgresql'
import type { PeerConnectionState } from '../../domain/call/connection-state.ts'
import type { Negotiation } from '../../domain/signaling/negotiation.ts'
import type { Signaling } from '../../domain/signaling/signaling.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'
import { linkFrom } from './conferences.ts'

export interface ConnectionRecord {
  sessionId: string
  peerId: string
}

const FIND = prepared(
  'select id, session_id as "sessionId", peer_id as "peerId" from connection where id = any($1::uuid[])',
)

/** Whose connections some are, by their ids; what is returned never changes. */
export async function findConnections(
  em: EntityManager,
  ids: readonly string[],
): Promise<Map<string, ConnectionRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await query<ConnectionRecord & { id: string }>(em, FIND, [ids])
  return new Map(rows.map(row => [row.id, row]))
}

/** A connection that begins. */
export interface NewConnection {
  id: string
  appId: string
  sessionId: string
  conferenceId: string
  participantId: string
  peerId: string
  state: PeerConnectionState
  negotiations: Negotiation[]
  signaling: Signaling
  established: boolean
  startTime: Date
}

const INSERT = prepared(`
  with begun as materialized (
    select * from json_to_recordset($1::json) as begun(
      id uuid, "appId" uuid, "sessionId" uuid, "conferenceId" uuid, "participantId" uuid, "peerId" uuid,
      state text, negotiations jsonb, signaling jsonb, established boolean, "startTime" timestamptz)),
  linked as (${linkFrom('(select "conferenceId", "peerId" as "participantId" from begun) as peer')})
  insert into connection (id, app_id, session_id, conference_id, participant_id, peer_id, state, negotiations,
                          signaling, established, start_time, created_at)
  select id, "appId", "sessionId", "conferenceId", "participantId", "peerId", state, negotiations,
         signaling, established, "startTime", "startTime"
    from begun`)

/** Stores connections that begin, and that their peers are in their conferences. */
export async function insertConnections(em: EntityManager, connections: readonly NewConnection[]): Promise<void> {
  await query(em, INSERT, [JSON.stringify(connections)])
}
