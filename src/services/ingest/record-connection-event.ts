import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { EventCategory } from '../../domain/call/event.ts'
import { hasConnectionEffect } from '../../domain/lifecycle/connection-events.ts'
import { missing } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { uuidOfDigest } from '../../domain/values/uuid.ts'
import type { ServiceContext } from '../context.ts'
import type { ReportedEvent } from '../lifecycle/reported-event.ts'
import type { SessionCaller } from './caches.ts'
import { checkedEvent, type EventInput } from './event-input.ts'
import { eventRow } from './event-row.ts'
import { NAME_LENGTH, storableName } from './initialize.ts'
import { recordEvent } from './record-events.ts'
import { rememberAdded, resolveConnection, resolvePeer } from './references.ts'

/** An event about a connection. */
export interface ConnectionEventInput extends EventInput {
  category: EventCategory
  /** The peer's id, or the application's id of that user; of `addConnection` always the latter. */
  peerId?: string | undefined
  connectionId?: string | undefined
  /** For `addConnection` only. */
  peerName?: string | undefined
  isSfu?: boolean | undefined
  connectionState?: string | undefined
}

/** An event that is on disk. */
export interface StoredEvent {
  eventId: string
  /** Ids that `addConnection` made; absent for all other events. */
  added?: { peerId: string; connectionId: string }
}

const ADD_CONNECTION = 'addConnection'

/** Whether an event has an effect on a connection, whichever door it comes by. */
export const isConnectionEvent = (eventName: string): boolean =>
  addsConnection(eventName) || hasConnectionEffect(eventName)

export const addsConnection = (eventName: string): boolean => eventName === ADD_CONNECTION

/**
 * Stores an event about a connection together with its effect on connection, session and conference. One that names no
 * connection is stored and has no effect.
 * @throws DomainError missing_parameters, invalid_parameters, participant_not_found, participant_equal_peer,
 *   connection_not_found
 */
export async function recordConnectionEvent(
  context: ServiceContext,
  caller: SessionCaller,
  input: ConnectionEventInput,
): Promise<StoredEvent> {
  if (addsConnection(input.eventName)) return await addConnection(context, caller, input)
  const { eventId } = await recordEvent(context, caller, await prepareConnectionEvent(context, caller, input))
  return { eventId }
}

/**
 * Checks an event about a connection, other than `addConnection`.
 * @throws DomainError missing_parameters, invalid_parameters, participant_not_found, participant_equal_peer,
 *   connection_not_found
 */
export async function prepareConnectionEvent(
  context: ServiceContext,
  caller: SessionCaller,
  input: ConnectionEventInput,
): Promise<ReportedEvent> {
  const event = checkedEvent(input, context.addressPolicy)
  const namedPeer = input.peerId ? await resolvePeer(context, caller, input.peerId) : undefined
  const connection = input.connectionId ? await resolveConnection(context, caller, input.connectionId) : undefined
  const peerId = namedPeer ?? connection?.known.peerId
  return {
    row: eventRow(caller, { ...event, category: input.category, peerId, connectionId: connection?.id }),
    isNamed: event.eventId !== undefined,
    change:
      connection && hasConnectionEffect(event.type)
        ? { kind: 'connection', connectionId: connection.id }
        : { kind: 'none' },
  }
}

/**
 * Opens a connection to a peer, who is found or made by the application's user id.
 * @throws DomainError missing_parameters, invalid_parameters, participant_equal_peer
 */
async function addConnection(
  context: ServiceContext,
  caller: SessionCaller,
  input: ConnectionEventInput,
): Promise<StoredEvent> {
  if (!input.peerId) throw missing('peerId')
  const event = checkedEvent(input, context.addressPolicy)
  const peer = {
    id: uuidv7(),
    appId: caller.appId,
    externalId: storableText(input.peerId, NAME_LENGTH),
    name: storableName(input.peerName),
    createdAt: event.at,
  }
  const adding = {
    connectionId: event.eventId ? connectionIdOf(caller, event.eventId) : uuidv7(),
    caller,
    category: input.category,
    event,
    peer,
    isSfu: input.isSfu ?? false,
    connected: input.connectionState === 'connected',
  }
  const { epoch } = context.caches
  const stored = await context.joins.connections.add(caller.appId, adding, JSON.stringify(adding).length)
  rememberAdded(context, caller, stored.added, epoch)
  return stored
}

/** The same event sent again must find the connection that it made. */
const connectionIdOf = ({ sessionId }: SessionCaller, eventId: string): string =>
  uuidOfDigest(createHash('sha256').update(`connection ${sessionId} ${eventId}`).digest())
