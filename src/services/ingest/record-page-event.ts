import { isUserMediaOutcome, userMediaTracks } from '../../domain/lifecycle/user-media.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import type { ServiceContext } from '../context.ts'
import type { Change, ReportedEvent } from '../lifecycle/reported-event.ts'
import type { SessionCaller } from './caches.ts'
import type { EventInput } from './event-input.ts'
import {
  isConnectionEvent,
  prepareConnectionEvent,
  recordConnectionEvent,
  type StoredEvent,
} from './record-connection-event.ts'
import { recordEvent } from './record-events.ts'

/** An event of the page or of its access to devices. */
export interface PageEventInput extends EventInput {
  category: 'browser' | 'getUserMedia'
  peerId?: string | undefined
  connectionId?: string | undefined
}

/** Events of a page that is left, and whether the connections end with it: `beforeunload` can be cancelled. */
const leaving: ReadonlyMap<string, { endsConnections: boolean }> = new Map([
  ['beforeunload', { endsConnections: false }],
  ['unload', { endsConnections: true }],
  ['endCall', { endsConnections: true }],
])

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
  const { eventId } = await recordEvent(context, caller, await preparePageEvent(context, caller, input))
  return { eventId }
}

/**
 * Checks an event of the page, other than `addConnection`.
 * @throws DomainError missing_parameters, invalid_parameters, participant_not_found, connection_not_found
 */
export async function preparePageEvent(
  context: ServiceContext,
  caller: SessionCaller,
  input: PageEventInput,
): Promise<ReportedEvent> {
  const prepared = await prepareConnectionEvent(context, caller, input)
  const change = prepared.change.kind === 'none' ? changeOf(prepared.row) : prepared.change
  return { ...prepared, change }
}

/** @throws DomainError invalid_parameters for a track of an unknown kind */
function changeOf({ type, data }: EventRow): Change {
  const left = leaving.get(type)
  if (left) return { kind: 'leave', ...left }
  if (type === 'getUserMedia' && isUserMediaOutcome(data)) return { kind: 'user media', tracks: userMediaTracks(data) }
  return { kind: 'none' }
}
