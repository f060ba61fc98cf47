import { setTimeout as delay } from 'node:timers/promises'
import { DomainError, invalid, missing } from '../../domain/errors.ts'
import { EVENT_NAME_LENGTH } from '../../domain/event.ts'
import { type JsonValue, storableText, textLength } from '../../domain/json.ts'
import type { TrackRow } from '../../domain/lifecycle/call-rows.ts'
import { describeTrack, storableTrackId } from '../../domain/track.ts'
import { findTracks } from '../../storage/tracks.ts'
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
  return await record(context, caller, { ...prepared, change: { kind: 'new track', description } })
}

/**
 * What happened to a track.
 * @throws DomainError missing_parameters, invalid_parameters, track_not_found
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
    if (!(await becomesKnown(context, caller, trackId))) throw error
    return await record(context, caller, event)
  }
}

async function record(context: ServiceContext, caller: SessionCaller, event: ReportedEvent): Promise<TrackRow> {
  const { tracks } = await recordEvent(context, caller, event)
  return tracks[0] as TrackRow
}

/** How long an event waits for its track, ms: a page announces a track and tells of it in requests that can change places. */
const TRACK_PATIENCE_MS = 1000
const LOOK_EVERY_MS = 50

/** Events that may wait at once; further ones are refused. */
const MOST_WAITING = 50
let waiting = 0

async function becomesKnown(context: ServiceContext, caller: SessionCaller, trackId: string): Promise<boolean> {
  if (waiting >= MOST_WAITING) return false
  waiting++
  return await lookForTrack(context, caller, trackId).finally(() => waiting--)
}

async function lookForTrack(context: ServiceContext, caller: SessionCaller, trackId: string): Promise<boolean> {
  const key = { session: caller.sessionId, trackId }
  for (let waited = 0; waited < TRACK_PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await delay(LOOK_EVERY_MS)
    if ((await findTracks(context.em(), [key])).length > 0) return true
  }
  return false
}

function requireEventName(event: string | undefined): asserts event is string {
  if (!event) throw invalid('event is required')
  if (textLength(event) > EVENT_NAME_LENGTH) throw invalid(`event must have at most ${EVENT_NAME_LENGTH} characters`)
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
