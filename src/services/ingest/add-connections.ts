import type { EntityManager } from '@mikro-orm/postgresql'
import type { EventCategory } from '../../domain/call/event.ts'
import type { ConferenceRow, SessionRow } from '../../domain/lifecycle/call-rows.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { LockedOutcome, LockingWork } from '../../storage/batching/locking-batcher.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import type { EventWriter } from '../../storage/events/event-writer.ts'
import { lockCallRows } from '../../storage/tables/call-rows.ts'
import {
  type ExistingRow,
  type ExternalRef,
  findOrCreateParticipants,
  markAsSfus,
  renameParticipants,
} from '../../storage/tables/conferences.ts'
import { type ConnectionRecord, findConnections } from '../../storage/tables/connections.ts'
import { openConnections } from '../lifecycle/open-connections.ts'
import type { SessionCaller } from './caches.ts'
import type { CheckedEvent } from './event-input.ts'
import { eventRow } from './event-row.ts'

/** A connection that a page reports to have added. */
export interface AddingConnection {
  /** The same event sent again has the same. */
  connectionId: string
  caller: SessionCaller
  category: EventCategory
  event: CheckedEvent
  /** As the app names it. */
  peer: ExternalRef
  isSfu: boolean
  connected: boolean
}

export interface AddedConnection {
  eventId: string
  added: { peerId: string; connectionId: string }
}

interface LockedCall {
  conference: ConferenceRow
  session: SessionRow
}

interface AddableConnection extends AddingConnection, LockedCall {
  /** Its place among all that are being added. */
  index: number
}

/** Opens connections to peers, who are found or made, and stores the events that tell of them. */
export const addConnections =
  (events: EventWriter): LockingWork<AddingConnection, AddedConnection> =>
  async (em, adding, { skipsLocked }) => {
    const calls = await lockCalls(em, adding, skipsLocked)
    const known = await findConnections(
      em,
      adding.flatMap(({ event, connectionId }) => (event.eventId ? [connectionId] : [])),
    )
    const { outcomes, addable } = addableConnections(adding, calls, known, skipsLocked)
    for (const [index, outcome] of await connect(em, events, addable)) outcomes[index] = outcome
    return outcomes
  }

async function lockCalls(
  em: EntityManager,
  adding: readonly AddingConnection[],
  skipsLocked: boolean,
): Promise<(LockedCall | undefined)[]> {
  const callers = adding.map(({ caller }) => caller)
  const ids = {
    conferences: callers.map(({ conferenceId }) => conferenceId),
    sessions: callers.map(({ sessionId }) => sessionId),
  }
  const rows = await lockCallRows(em, ids, { skipsLocked })
  const conferences = new Map(rows.conferences.map(row => [row.id, row]))
  const sessions = new Map(rows.sessions.map(row => [row.id, row]))
  return callers.map(({ conferenceId, sessionId }) => {
    const [conference, session] = [conferences.get(conferenceId), sessions.get(sessionId)]
    return conference && session ? { conference, session } : undefined
  })
}

function addableConnections(
  adding: readonly AddingConnection[],
  calls: readonly (LockedCall | undefined)[],
  known: ReadonlyMap<string, ConnectionRecord>,
  skipsLocked: boolean,
): { outcomes: LockedOutcome<AddedConnection>[]; addable: AddableConnection[] } {
  const addable = new Map<string, AddableConnection>()
  const outcomes = adding.map((one, index): LockedOutcome<AddedConnection> => {
    const [call, record] = [calls[index], known.get(one.connectionId)]
    if (!call) {
      return skipsLocked ? 'busy' : new DomainError('invalid_token', 'The session of the token does not exist')
    }
    if (record) return outcomeOf(one, rowOf(one, record.peerId), record.peerId)
    // The same event twice at once: the second finds the connection of the first.
    if (!addable.has(one.connectionId)) addable.set(one.connectionId, { ...one, ...call, index })
    return 'busy'
  })
  return { outcomes, addable: [...addable.values()] }
}

/** @returns what came of each, by its index */
async function connect(
  em: EntityManager,
  events: EventWriter,
  addable: readonly AddableConnection[],
): Promise<Map<number, AddedConnection | DomainError>> {
  const found = await findOrCreateParticipants(
    em,
    addable.map(({ peer }) => peer),
  )
  const outcomes = new Map<number, AddedConnection | DomainError>()
  const opening: (AddableConnection & { known: ExistingRow; peerId: string })[] = []
  for (const [place, one] of addable.entries()) {
    const known = found[place] as ExistingRow
    if (known.id === one.caller.participantId) outcomes.set(one.index, new DomainError('participant_equal_peer'))
    else opening.push({ ...one, known, peerId: known.id })
  }
  if (opening.length === 0) return outcomes
  await renameParticipants(
    em,
    opening.map(({ peer }) => peer),
    opening.map(({ known }) => known),
  )
  await markAsSfus(
    em,
    opening.filter(({ isSfu }) => isSfu).map(({ peerId }) => peerId),
  )
  await openConnections(
    em,
    opening.map(({ connectionId, event, ...one }) => ({ ...one, id: connectionId, at: event.at })),
  )
  const rows = opening.map(one => rowOf(one, one.peerId))
  await events.insert(em, rows)
  for (const [place, one] of opening.entries()) {
    outcomes.set(one.index, outcomeOf(one, rows[place] as EventRow, one.peerId))
  }
  return outcomes
}

const rowOf = ({ caller, category, event, connectionId }: AddingConnection, peerId: string): EventRow =>
  eventRow(caller, { ...event, category, peerId, connectionId })

const outcomeOf = ({ connectionId }: AddingConnection, { id }: EventRow, peerId: string): AddedConnection => ({
  eventId: id,
  added: { peerId, connectionId },
})
