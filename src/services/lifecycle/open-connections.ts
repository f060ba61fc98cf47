import type { EntityManager } from '@mikro-orm/postgresql'
import { daysKept } from '../../domain/call/call-times.ts'
import type { Reporter } from '../../domain/lifecycle/call-draft.ts'
import type { ConferenceRow, SessionRow } from '../../domain/lifecycle/call-rows.ts'
import { type GainedSeconds, updateCallTimes } from '../../domain/lifecycle/updated-call-times.ts'
import { newSignaling, outcomeOf } from '../../domain/signaling/signaling.ts'
import { addActiveSeconds } from '../../storage/tables/apps.ts'
import { connectionFacts, updateTimes } from '../../storage/tables/call-rows.ts'
import { insertConnections } from '../../storage/tables/connections.ts'

/** A connection that opens, and its locked conference and session. */
export interface OpeningConnection {
  id: string
  caller: Reporter
  conference: ConferenceRow
  session: SessionRow
  peerId: string
  connected: boolean
  at: Date
}

/** Opens connections from the callers' sessions to peers; their calls are ongoing from then on. */
export async function openConnections(em: EntityManager, opening: readonly OpeningConnection[]): Promise<void> {
  await insertConnections(em, opening.map(newConnection))
  const calls = Map.groupBy(opening, ({ conference }) => conference)
  const ids = [...calls.keys()].map(({ id }) => id)
  const spans = Map.groupBy(await connectionFacts(em, { conferences: ids, sessions: [] }), row => row.conferenceId)
  const changed = { conferences: [] as ConferenceRow[], sessions: [] as SessionRow[] }
  const gained: GainedSeconds[] = []
  for (const [conference, connections] of calls) {
    const sessions = [...new Set(connections.map(({ session }) => session))]
    const before = new Map([conference, ...sessions].map(row => [row, JSON.stringify(row)]))
    gained.push(...updateCallTimes(conference, sessions, spans.get(conference.id) ?? []))
    const isChanged = (row: ConferenceRow | SessionRow) => JSON.stringify(row) !== before.get(row)
    if (isChanged(conference)) changed.conferences.push(conference)
    changed.sessions.push(...sessions.filter(isChanged))
  }
  await updateTimes(em, changed)
  const [oldestDay = ''] = daysKept(new Date())
  await addActiveSeconds(em, gained, oldestDay)
}

function newConnection({ id, caller, peerId, connected, at }: OpeningConnection) {
  const signaling = newSignaling(at, connected)
  return { id, ...caller, peerId, ...outcomeOf(signaling, null), signaling, established: connected, startTime: at }
}
