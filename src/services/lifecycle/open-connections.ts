import type { EntityManager } from '@mikro-orm/postgresql'
import { newSignaling, outcomeOf } from '../../domain/signaling/signaling.ts'
import {
  type StoredConferenceTimes,
  type StoredSessionTimes,
  updateConferenceTimes,
  updateSessionTimes,
} from '../../storage/call-times.ts'
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
  const sessions = new Set<StoredSessionTimes>()
  for (const [conference, connections] of calls) {
    const ofCall = new Set(connections.map(({ session }) => session))
    await applySpans(em, conference, [...ofCall], spans.get(conference.id) ?? [])
    for (const session of ofCall) sessions.add(session)
  }
  await updateSessionTimes(em, [...sessions])
  await updateConferenceTimes(em, [...calls.keys()])
}
