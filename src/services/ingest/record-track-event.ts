import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError, invalid, missing } from '../../domain/errors.ts'
import { EVENT_NAME_LENGTH } from '../../domain/event.ts'
import { type JsonValue, storableText } from '../../domain/json.ts'
import { requireLength } from '../../domain/text-limits.ts'
import { describeTrack, storableTrackId, trackAfter } from '../../domain/track.ts'
import { Track } from '../../storage/entities/track.ts'
import { ensureTracks } from '../../storage/tracks.ts'
import type { ServiceContext } from '../context.ts'
import type { SessionCaller } from './caches.ts'
import { checkedEvent } from './event-input.ts'
import { eventRow } from './event-row.ts'
import { receiveOnce, type Standing } from './receive-once.ts'
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

interface Prepared {
  connectionId: string | undefined
  peerId: string | undefined
  trackId: string
  event: ReturnType<typeof checkedEvent>
}

/**
 * A track that a connection delivered: found or made, and the event stored.
 * @throws DomainError missing_parameters, invalid_parameters, connection_not_found
 */
export async function addTrack(context: ServiceContext, caller: SessionCaller, input: TrackEventInput): Promise<Track> {
  requireEventName(input.event)
  const { id: connectionId } = await resolveConnection(context, caller, input.connectionId)
  const prepared = await prepare(context, caller, { ...input, connectionId })
  const { trackId, event } = prepared
  const description = describeTrack(trackId, event.data)
  const stored = await storeTrackEvent(context, caller, prepared, async em => {
    const ids = await ensureTracks(em, { ...caller, connectionId }, [description], event.at)
    const track = await em.findOneOrFail(Track, { id: ids.get(trackId) as string })
    // A track first heard of in a stats report is known by its id only.
    if (track.info.enabled === null) track.info = { ...description.info, muted: track.info.muted }
    return track
  })
  context.tracks.announce(caller.sessionId, trackId)
  return stored
}

/**
 * What happened to a track.
 * @throws DomainError missing_parameters, invalid_parameters, connection_not_found, participant_not_found, track_not_found
 */
export async function updateTrack(
  context: ServiceContext,
  caller: SessionCaller,
  input: TrackEventInput,
): Promise<Track> {
  requireEventName(input.event)
  const prepared = await prepare(context, caller, input)
  const { trackId, event } = prepared
  await context.tracks.whenAnnounced(caller.sessionId, trackId)
  return await storeTrackEvent(context, caller, prepared, async (em, { isNews }) => {
    const found = await em.findOne(Track, { session: caller.sessionId, trackId })
    if (!found) throw new DomainError('track_not_found', 'trackId is no known track of this session')
    if (isNews) found.info = trackAfter(found.info, event.type, event.data)
    return found
  })
}

function requireEventName(event: string | undefined): asserts event is string {
  if (!event) throw invalid('event is required', { field: 'event' })
  requireLength('event', event, EVENT_NAME_LENGTH)
}

async function prepare(context: ServiceContext, caller: SessionCaller, input: TrackEventInput): Promise<Prepared> {
  if (!input.trackId) throw missing('trackId')
  const { ageMs, receivedAt, eventId } = input
  const reported = { eventName: input.event ?? '', data: input.data, ageMs, receivedAt, eventId }
  const event = checkedEvent(reported, context.addressPolicy)
  const connection = input.connectionId ? await resolveConnection(context, caller, input.connectionId) : undefined
  const peerId = input.peerId ? await resolvePeer(context, caller, input.peerId) : connection?.known.peerId
  return {
    connectionId: connection?.id,
    peerId,
    trackId: storableTrackId(storableText(input.trackId)),
    event,
  }
}

async function storeTrackEvent(
  context: ServiceContext,
  caller: SessionCaller,
  { event, trackId, connectionId, peerId }: Prepared,
  effect: (em: EntityManager, standing: Standing) => Promise<Track>,
): Promise<Track> {
  const row = eventRow(caller, { ...event, category: 'track', connectionId, peerId })
  // Toggles of a track and its announcement do not come between each other.
  const subject = `${event.type === 'ontrack' ? 'ontrack' : 'track'} ${trackId}`
  const { result } = await receiveOnce(context, caller, row, subject, async (em, standing) => {
    const track = await effect(em, standing)
    row.trackId = track.id
    return track
  })
  return result
}
