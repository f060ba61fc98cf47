import type { EntityManager } from '@mikro-orm/postgresql'
import { NIL } from 'uuid'
import { type EventCategory, eventCategories } from '../../domain/call/event.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { query } from '../engine/sql.ts'
import { fillFromConnections, type Select } from './event-connections.ts'
import { unpackReport } from './report-packing.ts'

/** An event as it is read back. */
export interface StoredEvent {
  id: string
  conferenceId: string
  appId: string
  /** The nil UUID when a stats report came while its connection was deleted. */
  sessionId: string
  participantId: string
  peerId: string | null
  connectionId: string | null
  trackId: string | null
  category: EventCategory
  type: string
  createdAt: Date
  /** Any JSON; null of a stats report. */
  data: JsonValue
  /** The unpacked getStats report; null for all other events. */
  report: JsonObject | null
}

/** An event with what its connection says. */
export interface EventRecord extends Omit<StoredEvent, 'category' | 'createdAt' | 'report'> {
  category: number
  createdAt: string
  packed: Uint8Array | null
  dictionary: number | null
}

/** An event as a statement gives it. */
type StoredRecord = Omit<EventRecord, 'sessionId'> & { sessionId: string | null }

/** Ids that are put in order at once: some 10 MB, however long the call was. Each page reads the whole conference once. */
const IDS_PER_PAGE = 50_000

/** Events that are read at once, packed: under a MB. */
const EVENTS_PER_BATCH = 200

const BEFORE_ALL: { createdAt: string; id: string } = { createdAt: '-infinity', id: NIL }

/** A span of time, as PostgreSQL prints it; its begin is excluded. */
export interface ReceivedSpan {
  after: string
  until: string
}

const ALWAYS: ReceivedSpan = { after: '-infinity', until: 'infinity' }

/**
 * Reads the events of a conference in order of event time, in batches: a call of any length takes the same memory, and
 * reports are unpacked one by one, as they are looked at. Each statement is short, so that others get their turn on a
 * single connection; the next batch is on its way while one is looked at.
 */
export async function* readEventsInOrder(
  em: () => EntityManager,
  conferenceId: string,
  received: ReceivedSpan = ALWAYS,
): AsyncGenerator<Iterable<StoredEvent>, void, undefined> {
  let coming: Promise<EventRecord[]> | undefined
  for await (const ids of batchesInOrder(em, conferenceId, received)) {
    const next = readRecords(em(), conferenceId, ids)
    // Whoever looks at it later sees its failure; nobody does when the batch before it was the last that was wanted.
    next.catch(() => undefined)
    if (coming) yield unpacked(await coming)
    coming = next
  }
  if (coming) yield unpacked(await coming)
}

async function* batchesInOrder(
  em: () => EntityManager,
  conferenceId: string,
  received: ReceivedSpan,
): AsyncGenerator<string[], void, undefined> {
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
    for (let from = 0; from < page.length; from += EVENTS_PER_BATCH) {
      yield page.slice(from, from + EVENTS_PER_BATCH).map(row => row.id)
    }
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

/** Columns of `event` that make a {@link StoredRecord}. */
export const EVENT_COLUMNS = `id, conference_id as "conferenceId", app_id as "appId", session_id as "sessionId",
  participant_id as "participantId", peer_id as "peerId", connection_id as "connectionId",
  track_id as "trackId", category, type, created_at as "createdAt", data, report as packed, dictionary`

/** Selects records and fills in what they leave to their connections. */
export async function selectRecords<More = object>(
  select: Select,
  sql: string,
  parameters: readonly unknown[],
): Promise<(EventRecord & More)[]> {
  return await fillFromConnections(select, await select<StoredRecord & More>(sql, parameters))
}

const selectWith =
  (em: EntityManager): Select =>
  (sql, parameters) =>
    query(em, sql, parameters)

/** Some events of a conference, in order of event time. */
export async function readEvents(
  em: EntityManager,
  conferenceId: string,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  return (await readRecords(em, conferenceId, ids)).map(toStoredEvent)
}

async function readRecords(em: EntityManager, conferenceId: string, ids: readonly string[]): Promise<EventRecord[]> {
  return await selectRecords(
    selectWith(em),
    `select ${EVENT_COLUMNS} from event where conference_id = $1 and id = any($2::uuid[]) order by created_at, id`,
    [conferenceId, ids],
  )
}

function* unpacked(records: readonly EventRecord[]): Generator<StoredEvent, void, undefined> {
  for (const record of records) yield toStoredEvent(record)
}

/** Ids of the events of a conference that were received after an instant. */
export async function receivedEventIds(em: EntityManager, conferenceId: string, after: Date): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    'select id from event where conference_id = $1 and received_at > $2 order by received_at, id',
    [conferenceId, after.toISOString()],
  )
  return rows.map(row => row.id)
}

/** Events of a conference that were received after an instant, in the order of their arrival, in batches. */
export async function* readReceivedPages(
  em: () => EntityManager,
  conferenceId: string,
  after: Date,
): AsyncGenerator<{ event: StoredEvent; receivedAt: Date }[], void, undefined> {
  let last = { receivedAt: after.toISOString(), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }
  for (;;) {
    const records = await selectRecords<{ receivedAt: string }>(
      selectWith(em()),
      `select ${EVENT_COLUMNS}, received_at::text as "receivedAt" from event
        where conference_id = $1 and (received_at, id) > ($2::timestamptz, $3::uuid)
        order by received_at, id limit ${EVENTS_PER_BATCH}`,
      [conferenceId, last.receivedAt, last.id],
    )
    yield records.map(({ receivedAt, ...record }) => ({
      event: toStoredEvent(record),
      receivedAt: new Date(receivedAt),
    }))
    const end = records.at(-1)
    if (!end || records.length < EVENTS_PER_BATCH) return
    last = end
  }
}

/** The event of a record, its report unpacked. */
export function toStoredEvent({ packed, dictionary, category, createdAt, ...event }: EventRecord): StoredEvent {
  return {
    ...event,
    category: eventCategories[category - 1] ?? 'browser',
    createdAt: new Date(createdAt),
    report: packed && dictionary !== null ? unpackReport(packed, dictionary) : null,
  }
}
