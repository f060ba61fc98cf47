import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { v7 as uuidv7 } from 'uuid'
import type { ConditionalRow } from '../../src/storage/events/event-store.ts'
import { packReport } from '../../src/storage/events/report-packing.ts'
import { recordedStatsBodies } from '../load/stats-request.ts'

const CALLS = 64

const calls = Array.from({ length: CALLS }, () => ({
  conferenceId: uuidv7(),
  appId: randomUUID(),
  sessionId: randomUUID(),
  participantId: randomUUID(),
  peerId: randomUUID(),
  connectionId: randomUUID(),
}))

const reports = recordedStatsBodies().map(({ data }) => packReport(Buffer.from(JSON.stringify(data)), 4, false))

/** Makes the connections of the calls, without what they belong to: reports are stored while theirs is open. */
export async function openConnections(client: Client): Promise<void> {
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  await client.query(
    `insert into connection (id, app_id, session_id, conference_id, participant_id, peer_id, state, negotiations,
                             signaling, start_time, created_at)
     select (call ->> 'connectionId')::uuid, (call ->> 'appId')::uuid, (call ->> 'sessionId')::uuid,
            (call ->> 'conferenceId')::uuid, (call ->> 'participantId')::uuid, (call ->> 'peerId')::uuid,
            'connected', '[]', '{}', now(), now()
       from jsonb_array_elements($1::jsonb) as call`,
    [JSON.stringify(calls)],
  )
  await client.query('commit')
}

let made = 0

/** Rows of packed recorded reports of some calls, as the server stores them. */
export const freshRows = (count: number): ConditionalRow[] =>
  Array.from({ length: count }, () => {
    const number = made++
    const row = {
      ...(calls[number % CALLS] as (typeof calls)[number]),
      id: randomUUID(),
      trackId: null,
      category: 'stats' as const,
      type: 'stats',
      createdAt: new Date(),
      receivedAt: new Date(),
      data: null,
      collectionTimeMs: 4,
      packed: reports[number % reports.length] ?? null,
    }
    return { row, requiresOpenConnection: true }
  })
