import type { EntityManager } from '@mikro-orm/postgresql'
import { type EventCategory, eventCategories } from '../../domain/event.ts'
import type { JsonObject, JsonValue } from '../../domain/json.ts'
import { query } from '../sql.ts'
import { unpackReport } from './report-packing.ts'

/** An event as it is read back. */
export interface StoredEvent {
  id: string
  appId: string
  sessionId: string
  participantId: string
  peerId: string | null
  connectionId: string | null
  trackId: string | null
  category: EventCategory
  type: string
  createdAt: Date
  /** Any JSON; of a stats report what stood beside it. */
  data: JsonValue
  /** The unpacked getStats report; null for all other events. */
  report: JsonObject | null
}

interface EventRecord extends Omit<StoredEvent, 'category' | 'createdAt' | 'report'> {
  category: number
  createdAt: string
  packed: Uint8Array | null
  dictionary: number | null
}

/** Ids that are put in order at once: some MB, however long the call was. */
const IDS_PER_PAGE = 50_000

/** Events that are in memory at once: some MB of unpacked reports. */
const EVENTS_PER_BATCH = 250

const BEFORE_ALL = { createdAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' }

/** A span of time, as PostgreSQL prints it; its begin is excluded. */
export interface ReceivedSpan {
  after: string
  until: string
}

const ALWAYS: ReceivedSpan = { after: '-infinity', until: 'infinity' }

/**
 * Reads the events of a conference in order of event time, in batches: a call of any length takes the same memory. Each
 * statement is short, so that others get their turn on a single connection.
 */
export async function* readEventsInOrder(
  em: () => EntityManager,
  conferenceId: string,
  received: ReceivedSpan = ALWAYS,
): AsyncGenerator<StoredEvent[], void, undefined> {
  let last = BEFORE_ALL
  for (;;) {
    const page = await query<{ id: string; createdAt: string }>(
      em(),
      `select id, created_at::text as "createdAt" from event
        where conference_id = $1 and (created_at, id) > ($2::timestamptz, $3::uuid)
          and received_at > $4::timestamptz and received_at <= $5::timestamptz
        order by created_at, id limit ${IDS_PER_PAGE}`,
      [conferenceId, last.createdAt, last.id, received.after, received.until],
    )
    yield* readEventsById(
      em,
      conferenceId,
      page.map(({ id }) => id),
    )
    const end = page.at(-1)
    if (!end || page.length < IDS_PER_PAGE) return
    last = end
  }
}

/** Reads events of a conference in batches; the ids are in order of event time. */
export async function* readEventsById(
  em: () => EntityManager,
  conferenceId: string,
  ids: readonly string[],
): AsyncGenerator<StoredEvent[], void, undefined> {
  for (let from = 0; from < ids.length; from += EVENTS_PER_BATCH) {
    yield await readEvents(em(), conferenceId, ids.slice(from, from + EVENTS_PER_BATCH))
  }
}

const COLUMNS = `id, app_id as "appId", session_id as "sessionId", participant_id as "participantId",
  peer_id as "peerId", connection_id as "connectionId", track_id as "trackId", category, type,
  created_at as "createdAt", data, report as packed, dictionary`

async function readEvents(em: EntityManager, conferenceId: string, ids: readonly string[]): Promise<StoredEvent[]> {
  const records = await query<EventRecord>(
    em,
    `select ${COLUMNS} from event where conference_id = $1 and id = any($2::uuid[]) order by created_at, id`,
    [conferenceId, ids],
  )
  return records.map(toStoredEvent)
}

function toStoredEvent({ packed, dictionary, category, createdAt, ...event }: EventRecord): StoredEvent {
  return {
    ...event,
    category: eventCategories[category - 1] ?? 'browser',
    createdAt: new Date(createdAt),
    report: packed && dictionary !== null ? unpackReport(packed, dictionary) : null,
  }
}
