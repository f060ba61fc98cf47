import type { EventCategory } from '../../domain/call/event.ts'
import type { ScopedReader } from '../../storage/access/scoped-reader.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'
import {
  countEvents,
  type EventFilter,
  type EventKey,
  readEventKeys,
  readEventKeysAt,
  readEventRows,
  reportedConferenceIds,
} from '../../storage/queries/events.ts'
import type { Cursor, PageQuery } from '../../storage/queries/page-query.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterText, requireSome } from './filters.ts'
import { requireRow } from './find.ts'
import type { CountedList } from './lists.ts'
import { type ShownEvent, splitEvents } from './split-event.ts'
import { storedBatches } from './stored-batches.ts'

/** Which events are wanted. One of the ids must be given; an empty text counts as none. */
export interface EventSelection {
  conferenceId?: string | undefined
  participantId?: string | undefined
  category?: EventCategory | undefined
  type?: string | undefined
  excludedType?: string | undefined
  happened: InstantBounds
}

type Placed = { row: ShownEvent; position: Cursor }

/**
 * Events of a conference, of a participant, or of one in the other, by event time.
 * @throws DomainError missing_parameters, conference_not_found, participant_not_found
 */
export async function eventList(context: ReadContext, wanted: EventSelection): Promise<CountedList<ShownEvent>> {
  const { reader } = context
  const filter = await checkedFilter(context, wanted)
  return {
    name: `events ${JSON.stringify(wanted)}`,
    read: async slice =>
      slice.offset === undefined
        ? await readAfter(reader, filter, slice)
        : await readAt(reader, filter, { limit: slice.limit, offset: slice.offset }),
    count: () => countEvents(reader, filter),
    batches: () => readBatches(reader, filter),
  }
}

async function checkedFilter(context: ReadContext, wanted: EventSelection): Promise<EventFilter> {
  const { conferenceId, participantId, category, type, excludedType, happened } = wanted
  requireSome({ conferenceId, participantId })
  const types = { type: filterText(type, 'type'), excludedType: filterText(excludedType, 'excluded_type') }
  const conference = conferenceId ? await requireRow(context, 'conference', conferenceId) : undefined
  const participant = participantId ? await requireRow(context, 'participant', participantId) : undefined
  return {
    conferenceIds: conference ? [conference] : await reportedConferenceIds(context.reader, participant ?? ''),
    participantId: participant,
    category,
    ...types,
    happened,
  }
}

async function readAfter(reader: ScopedReader, filter: EventFilter, slice: PageQuery): Promise<Placed[]> {
  const keys = await readEventKeys(reader, filter, { ...slice, limit: slice.limit + 1 })
  const placed = await placedEvents(reader, enoughKeys(keys, slice.limit), slice.order)
  const shown = keys[0]?.id === slice.after?.id ? (slice.after?.part ?? 0) : 0
  return placed.slice(shown, shown + slice.limit)
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
): Promise<Placed[]> {
  const keys = await readEventKeysAt(reader, filter, { limit, offset })
  const from = offset - (keys[0]?.before ?? 0)
  return (await placedEvents(reader, keys, 'oldest_first')).slice(from, from + limit)
}

async function* readBatches(reader: ScopedReader, filter: EventFilter): AsyncGenerator<ShownEvent[], void, undefined> {
  for await (const rows of storedBatches(reader, filter)) yield (await splitEvents(reader, rows)).flat()
}

/** The events of some rows with their places. */
async function placedEvents(
  reader: ScopedReader,
  keys: readonly EventKey[],
  order: PageQuery['order'],
): Promise<Placed[]> {
  const times = new Map(keys.map(key => [key.conferenceId + key.id, key.time]))
  const rows = await readEventRows(reader, keys)
  const split = await splitEvents(reader, rows)
  return rows.flatMap((stored, index) => {
    const time = times.get(stored.conferenceId + stored.id) ?? ''
    const events = split[index] ?? []
    const inOrder = order === 'oldest_first' ? events : events.toReversed()
    return inOrder.map((row, place) => {
      const part = place + 1 < inOrder.length ? place + 1 : undefined
      return { row, position: { time, id: stored.id, part } }
    })
  })
}
