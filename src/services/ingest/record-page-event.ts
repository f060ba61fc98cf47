import type { EntityManager } from '@mikro-orm/postgresql'
import type { ServiceContext } from '../context.ts'
import { type CallSettlement, endSession, leaveSession } from '../lifecycle/end-call.ts'
import type { SessionCaller } from './caches.ts'
import { type CheckedEvent, checkedEvent, type EventInput } from './event-input.ts'
import { eventRow } from './event-row.ts'
import { endingSubject, receiveOnce } from './receive-once.ts'
import { isConnectionEvent, recordConnectionEvent, type StoredEvent } from './record-connection-event.ts'
import { isUserMediaOutcome, recordUserMedia } from './record-user-media.ts'
import { resolveConnection, resolvePeer } from './references.ts'

/** An event of the page or of its access to devices. */
export interface PageEventInput extends EventInput {
  category: 'browser' | 'getUserMedia'
  peerId?: string | undefined
  connectionId?: string | undefined
}

/** What leaving looks like: the page is closed, or the application ended the call. */
const endings = ['unload', 'endCall']

/**
 * Stores an event of the page, with its effect: leaving ends the session, getUserMedia makes its tracks known. An event
 * about a connection that came by this door has the effect that its name says.
 * @throws DomainError missing_parameters, invalid_parameters, participant_not_found, connection_not_found
 */
export async function recordPageEvent(
  context: ServiceContext,
  caller: SessionCaller,
  input: PageEventInput,
): Promise<StoredEvent> {
  if (isConnectionEvent(input.eventName)) return await recordConnectionEvent(context, caller, input)
  const event = checkedEvent(input, context.addressPolicy)
  const peerId = input.peerId ? await resolvePeer(context, caller, input.peerId) : undefined
  const connection = input.connectionId ? await resolveConnection(context, caller, input.connectionId) : undefined
  const row = eventRow(caller, { ...event, category: input.category, peerId, connectionId: connection?.id })
  if (endings.includes(event.type) || event.type === 'beforeunload') {
    const { eventId } = await receiveOnce(context, caller, row, endingSubject(event.type), em =>
      leave(em, context.settlement, caller, event),
    )
    return { eventId }
  }
  if (isUserMediaOutcome(event)) await recordUserMedia(context, caller, event, row)
  else await context.events.append(row)
  return { eventId: row.id }
}

async function leave(
  em: EntityManager,
  settlement: CallSettlement,
  caller: SessionCaller,
  event: CheckedEvent,
): Promise<void> {
  if (endings.includes(event.type)) await endSession(em, settlement, caller, event.at)
  else await leaveSession(em, settlement, caller, event.at)
}
