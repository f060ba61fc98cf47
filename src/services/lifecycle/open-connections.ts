import type { EntityManager } from '@mikro-orm/postgresql'
import { newSignaling, outcomeOf } from '../../domain/signaling/signaling.ts'
import { type StoredConferenceTimes, type StoredSessionTimes, updateTimes } from '../../storage/call-times.ts'
import { connectionSpans, insertConnections } from '../../storage/connections.ts'
import type { SessionCaller } from '../ingest/caches.ts'
import { applySpans } from './settle-times.ts'

/** A connection that opens, and where the times of its locked conference and session stand. */
export interface OpeningConnection {
  id: string
  caller: SessionCaller
  conference: StoredConferenceTimes
  session: StoredSessionTimes
  peerId: string
  connected: boolean
  at: Date
}

/** Opens connections from the callers' sessions to peers; their calls are ongoing from then on. */
export async function openConnections(em: EntityManager, opening: readonly OpeningConnection[]): Promise<void> {
  await insertConnections(
    em,
    opening.map(({ id, caller, peerId, connected, at }) => {
      const signaling = newSignaling(at, connected)
      return {
        id,
        ...caller,
        peerId,
        ...outcomeOf(signaling, null),
        signaling,
        established: connected,
        startTime: at,
      }
    }),
  )
  const calls = Map.groupBy(opening, ({ conference }) => conference)
  const spans = await connectionSpans(
    em,
    [...calls.keys()].map(({ id }) => id),
  )
  const changed: { conferences: StoredConferenceTimes[]; sessions: StoredSessionTimes[] } = {
    conferences: [],
    sessions: [],
  }
  for (const [conference, connections] of calls) {
    const sessions = [...new Set(connections.map(({ session }) => session))]
    const before = new Map([conference, ...sessions].map(row => [row, JSON.stringify(row)]))
    await applySpans(em, conference, sessions, spans.get(conference.id) ?? [])
    const isChanged = (row: StoredConferenceTimes | StoredSessionTimes) => JSON.stringify(row) !== before.get(row)
    if (isChanged(conference)) changed.conferences.push(conference)
    changed.sessions.push(...sessions.filter(isChanged))
  }
  await updateTimes(em, changed.conferences, changed.sessions)
}
