import type { EventCategory } from '../../domain/call/event.ts'
import { DomainError, invalid, missing } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { ScopedReader } from '../../storage/access/scoped-reader.ts'
import type { Track } from '../../storage/entities/track.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'
import {
  countEvents,
  type EventFilter,
  type EventKey,
  readEventFrom,
  readEventKeys,
  readEventKeysAt,
  readEventRows,
  reportedConferenceIds,
} from '../../storage/queries/events.ts'
import type { Listed } from '../../storage/queries/list-rows.ts'
import type { PageQuery } from '../../storage/queries/page-query.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { briefEvent } from './brief-event.ts'
import { filterText } from './filters.ts'
import { getConnection, getTrack, requireRow } from './find.ts'
import type { CountedList } from './lists.ts'
import { getSession } from './sessions.ts'
import { type ShownEvent, splitEvents } from './split-event.ts'
import { storedBatches } from './stored-batches.ts'

/** Which events are wanted. One of the ids must be given; an empty text counts as none. */
export interface EventSelection {
  conferenceId?: string | undefined
  participantId?: string | undefined
  category?: EventCategory | undefined
  sessionId?: string | undefined
  connectionId?: string | undefined
  trackId?: string | undefined
  type?: string | undefined
  types?: readonly string[] | undefined
  excludedType?: string | undefined
  text?: string | undefined
  /** Whether large data is left out. */
  omitData?: boolean
  happened: InstantBounds
}

/** Names of one filter. */
const MAX_TYPES = 50

/**
 * Events of a conference, or of something in it, by event time.
 * @throws DomainError missing_parameters, invalid_parameters, and the not-found codes of what they are of
 */
export async function eventList(context: ReadContext, wanted: EventSelection): Promise<CountedList<ShownEvent>> {
  const { reader } = context
  const filter = await checkedFilter(context, wanted)
  const isBrief = wanted.omitData ?? false
  return {
    name: `events ${JSON.stringify(wanted)}`,
    read: async pageQuery =>
      pageQuery.offset === undefined
        ? await readAfter(reader, filter, pageQuery, isBrief)
        : await readAt(reader, filter, { limit: pageQuery.limit, offset: pageQuery.offset }),
    count: () => countEvents(reader, filter),
    batches: () => readBatches(reader, filter),
  }
}

async function checkedFilter(context: ReadContext, wanted: EventSelection): Promise<EventFilter> {
  const { conferenceId, participantId, sessionId, connectionId, trackId, category, happened } = wanted
  if (!(conferenceId || participantId || sessionId || connectionId || trackId))
    throw missing('one of conference_id, participant_id, session_id, connection_id and track_id')
  const conference = conferenceId ? await requireRow(context, 'conference', conferenceId) : undefined
  const participant = participantId ? await requireRow(context, 'participant', participantId) : undefined
  const connection = connectionId ? await getConnection(context, connectionId) : undefined
  const track = trackId ? await getTrack(context, trackId) : undefined
  const session = sessionId ? (await getSession(context, sessionId)).session : undefined
  const place = connection?.conference ?? session?.conference ?? (await conferenceOfTrack(context, track))
  return {
    conferenceIds: onlyPlace(conference, place) ?? (await reportedConferenceIds(context.reader, participant ?? '')),
    participantId: participant,
    sessionId: session?.id,
    connectionId: connection?.id,
    trackId: track?.id,
    category,
    type: filterText(wanted.type, 'type'),
    types: filterTypes(wanted.types ?? []),
    excludedType: filterText(wanted.excludedType, 'excluded_type'),
    text: filterText(wanted.text, 'text'),
    happened,
  }
}

const conferenceOfTrack = async (context: ReadContext, track: Track | undefined): Promise<string | undefined> =>
  track && (await getSession(context, track.session)).session.conference

/** Where events are: nowhere when both are given and differ; undefined when neither is. */
function onlyPlace(conference: string | undefined, place: string | undefined): string[] | undefined {
  if (conference && place && conference !== place) return []
  const only = conference ?? place
  return only === undefined ? undefined : [only]
}

function filterTypes(types: readonly string[]): string[] | undefined {
  if (types.length > MAX_TYPES) {
    throw invalid(`types must not have more than ${MAX_TYPES} names`, { field: 'types', limit: MAX_TYPES })
  }
  const names = types.flatMap(type => filterText(type, 'types') ?? [])
  return names.length > 0 ? names : undefined
}

/**
 * One event with its data.
 * @throws DomainError conference_not_found, event_not_found
 */
export async function getEvent(context: ReadContext, conferenceId: string, id: string): Promise<ShownEvent> {
  const conference = await requireRow(context, 'conference', conferenceId)
  const uuid = parseUuid(id)
  const row = uuid ? await readEventFrom(context.reader, conference, uuid) : undefined
  const parts = row ? (await splitEvents(context.reader, [row])).flat() : []
  const event = parts.find(part => part.id === uuid)
  if (!event) throw new DomainError('event_not_found')
  return event
}

async function readAfter(
  reader: ScopedReader,
  filter: EventFilter,
  pageQuery: PageQuery,
  isBrief: boolean,
): Promise<Listed<ShownEvent>[]> {
  const { order, limit, after } = pageQuery
  const keys = await readEventKeys(reader, filter, { ...pageQuery, limit: limit + 1 })
  const listed = await listedEvents(reader, enoughKeys(keys, limit), order, isBrief)
  const shown = keys[0]?.id === after?.id ? (after?.part ?? 0) : 0
  return listed.slice(shown, shown + limit)
}

/** As many keys as give the events; of the first row nothing but one event may be left. */
function enoughKeys(keys: readonly EventKey[], limit: number): EventKey[] {
  let events = 0
  const end = keys.findIndex((key, index) => {
    events += index === 0 ? 0 : key.events
    return events >= limit
  })
  return end < 0 ? [...keys] : keys.slice(0, end + 1)
}

async function readAt(
  reader: ScopedReader,
  filter: EventFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<Listed<ShownEvent>[]> {
  const keys = await readEventKeysAt(reader, filter, { limit, offset })
  const from = offset - (keys[0]?.before ?? 0)
  return (await listedEvents(reader, keys, 'oldest_first')).slice(from, from + limit)
}

async function* readBatches(reader: ScopedReader, filter: EventFilter): AsyncGenerator<ShownEvent[], void, undefined> {
  for await (const rows of storedBatches(reader, filter)) yield (await splitEvents(reader, rows)).flat()
}

/** The events of some rows with their places. */
async function listedEvents(
  reader: ScopedReader,
  keys: readonly EventKey[],
  order: PageQuery['order'],
  isBrief = false,
): Promise<Listed<ShownEvent>[]> {
  const times = new Map(keys.map(key => [key.conferenceId + key.id, key.time]))
  const rows = await readEventRows(reader, keys, isBrief)
  const whole = await splitEvents(reader, rows)
  const split = isBrief ? whole.map(events => events.map(briefEvent)) : whole
  return rows.flatMap((stored, index) => {
    const time = times.get(stored.conferenceId + stored.id) ?? ''
    const events = split[index] ?? []
    const inOrder = order === 'oldest_first' ? events : events.toReversed()
    return inOrder.map((value, index) => {
      const part = index + 1 < inOrder.length ? index + 1 : undefined
      return { value, cursor: { key: time, id: stored.id, part } }
    })
  })
}
