import { EVENT_NAME_LENGTH } from '../../domain/call/event.ts'
import { describeTrack, storableTrackId } from '../../domain/call/track.ts'
import type { TrackRow } from '../../domain/lifecycle/call-rows.ts'
import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { type JsonValue, storableText } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'
import type { ServiceContext } from '../context.ts'
import type { ReportedEvent } from '../lifecycle/reported-event.ts'
import type { SessionCaller } from './caches.ts'
import { checkedEvent } from './event-input.ts'
import { eventRow } from './event-row.ts'
import { recordEvent } from './record-events.ts'
import { resolveConnection, resolvePeer } from './references.ts'

export interface TrackEventInput {
  /** `ontrack`, `mute`, `unmute`, `ended`, `overconstrained`; others are stored without effect. */
  event: string | undefined
  trackId: string | undefined
  connectionId?: string | undefined
  peerId?: string | undefined
  data?: JsonValue | undefined
  ageMs: number
  receivedAt: Date
  eventId?: string | undefined
}

/**
 * A track that a connection delivered: found or made, and the event stored.
 * @throws DomainError missing_parameters, invalid_parameters, connection_not_found
 */
export async function addTrack(
  context: ServiceContext,
  caller: SessionCaller,
  input: TrackEventInput,
): Promise<TrackRow> {
  requireEventName(input.event)
  await resolveConnection(context, caller, input.connectionId)
  const prepared = await prepare(context, caller, input)
  const description = describeTrack(prepared.trackId, prepared.row.data)
  const stored = await record(context, caller, { ...prepared, change: { kind: 'new track', description } })
  context.tracks.announce(caller.sessionId, prepared.trackId)
  return stored
}

/**
 * Stores an event of a track, with its effect.
 * @throws DomainError missing_parameters, invalid_parameters, connection_not_found, participant_not_found, track_not_found
 */
export async function updateTrack(
  context: ServiceContext,
  caller: SessionCaller,
  input: TrackEventInput,
): Promise<TrackRow> {
  requireEventName(input.event)
  const { trackId, ...prepared } = await prepare(context, caller, input)
  const event: ReportedEvent = { ...prepared, change: { kind: 'track', trackId } }
  try {
    return await record(context, caller, event)
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'track_not_found')) throw error
    await context.tracks.whenAnnounced(caller.sessionId, trackId)
    return await record(context, caller, event)
  }
}

async function record(context: ServiceContext, caller: SessionCaller, event: ReportedEvent): Promise<TrackRow> {
  const { tracks } = await recordEvent(context, caller, event)
  return tracks[0] as TrackRow
}

function requireEventName(event: string | undefined): asserts event is string {
  if (!event) throw invalid('event is required', { field: 'event' })
  requireLength('event', event, EVENT_NAME_LENGTH)
}

async function prepare(
  context: ServiceContext,
  caller: SessionCaller,
  input: TrackEventInput,
): Promise<Omit<ReportedEvent, 'change'> & { trackId: string }> {
  if (!input.trackId) throw missing('trackId')
  const { ageMs, receivedAt, eventId } = input
  const reported = { eventName: input.event ?? '', data: input.data, ageMs, receivedAt, eventId }
  const event = checkedEvent(reported, context.addressPolicy)
  const connection = input.connectionId ? await resolveConnection(context, caller, input.connectionId) : undefined
  const peerId = input.peerId ? await resolvePeer(context, caller, input.peerId) : connection?.known.peerId
  return {
    row: eventRow(caller, { ...event, category: 'track', connectionId: connection?.id, peerId }),
    isNamed: event.eventId !== undefined,
    trackId: storableTrackId(storableText(input.trackId)),
  }
}
