import type { EntityManager } from '@mikro-orm/postgresql'
import { newSignaling, outcomeOf } from '../../domain/signaling/signaling.ts'
import { Connection } from '../../storage/entities/connection.ts'
import type { SessionCaller } from '../ingest/caches.ts'
import { lockConference, lockSession } from './locked-call.ts'
import { settleTimes } from './settle-times.ts'

/** Opens a connection from the caller's session to a peer; the call is ongoing from then on. */
export async function openConnection(
  em: EntityManager,
  caller: SessionCaller,
  { id, peerId, connected, at }: { id: string; peerId: string; connected: boolean; at: Date },
): Promise<void> {
  const conference = await lockConference(em, caller.conferenceId)
  const session = await lockSession(em, caller.sessionId)
  const signaling = newSignaling(at, connected)
  em.create(Connection, {
    id,
    app: caller.appId,
    session: caller.sessionId,
    conference: caller.conferenceId,
    participant: caller.participantId,
    peer: peerId,
    type: null,
    ...outcomeOf(signaling, null),
    signaling,
    tcpDetected: false,
    relayDetected: false,
    established: connected,
    startTime: at,
    endTime: null,
    endPresumed: false,
    duration: 0,
    createdAt: at,
  })
  await settleTimes(em, conference, [session])
}
