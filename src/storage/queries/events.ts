import { type EventCategory, eventCategories } from '../../domain/call/event.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import type { Select } from '../events/event-connections.ts'
import { EVENT_COLUMNS, type StoredEvent, selectRecords, toStoredEvent } from '../events/read-events.ts'
import { Conditions, type InstantBounds } from './conditions.ts'
import { beginAfter, orderBy, type PageQuery } from './page-query.ts'

/** Which events are wanted; what is undefined does not matter. */
export interface EventFilter {
  /** Where to look. Events are found by their conference only. */
  conferenceIds: readonly string[]
  participantId?: string | undefined
  category?: EventCategory | undefined
  sessionId?: string | undefined
  connectionId?: string | undefined
  trackId?: string | undefined
  type?: string | undefined
  types?: readonly string[] | undefined
  excludedType?: string | undefined
  /** Occurs in the name or in the data; what is packed is not looked into. */
  text?: string | undefined
  happened: InstantBounds
}

/** Key of a row of events. */
export interface EventKey {
  id: string
  conferenceId: string
  /** As PostgreSQL prints it, with microseconds. */
  time: string
  /** Number of events that the row is shown as. */
  events: number
}

/** A key with how many events are before its row. */
export interface CountedEventKey extends EventKey {
  before: number
}

/** Events of one row: the event itself, and one for each track that a report is about. */
const EVENTS_IN_ROW = '1 + coalesce(track_count, 0)'

const KEY_COLUMNS = `id, conference_id as "conferenceId", created_at::text as time`

async function conditionsOf(reader: ScopedReader, filter: EventFilter): Promise<Conditions> {
  const { participantId, sessionId, connectionId, trackId, category, type, types, excludedType, text, happened } =
    filter
  const ofSession = sessionId && { sessionId, connectionIds: await connectionIdsOf(reader, sessionId) }
  const where = new Conditions()
    .equal({ participant_id: participantId, connection_id: connectionId, track_id: trackId, type })
    .add(types, names => `type = any(${names}::text[])`)
    .add(
      text?.toLowerCase(),
      part => `report is null and position(${part}::text in lower(type || ' ' || coalesce(data::text, ''))) > 0`,
    )
    .add(category && eventCategories.indexOf(category) + 1, number => `category = ${number}`)
    .add(excludedType, excluded => `type <> ${excluded}`)
    .within('created_at', happened)
  if (!ofSession) return where
  const [session, connections] = [where.bind(ofSession.sessionId), where.bind(ofSession.connectionIds)]
  return where.raw(`(session_id = ${session} or connection_id = any(${connections}::uuid[]))`)
}

async function connectionIdsOf(reader: ScopedReader, sessionId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>('select id from connection where session_id = $1', [sessionId])
  return rows.map(({ id }) => id)
}

/** Ids of the conferences that a participant reported from. */
export async function reportedConferenceIds(reader: ScopedReader, participantId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    'select distinct conference_id as id from session where participant_id = $1',
    [participantId],
  )
  return rows.map(row => row.id)
}

/**
 * Reads from the events of some conferences, one conference after the other by the primary key. Left to choose, PostgreSQL
 * reads whole partitions for many conferences.
 */
const fromEvents = (
  where: Conditions,
  conferenceIds: readonly string[],
  columns: string,
  { order = '', limit = '' } = {},
): string => `
  from unnest(${where.bind(conferenceIds)}::uuid[]) as wanted (wanted_id) cross join lateral (
    select ${columns} from event where conference_id = wanted_id and ${where} ${order} ${limit || 'offset 0'}) event`

/** The keys of a page of rows. */
export async function readEventKeys(
  reader: ScopedReader,
  filter: EventFilter,
  pageQuery: PageQuery,
): Promise<EventKey[]> {
  const where = beginAfter(await conditionsOf(reader, filter), pageQuery)
  const limit = `limit ${where.bind(pageQuery.limit)}`
  const columns = 'id, conference_id, created_at, track_count'
  const from = fromEvents(where, filter.conferenceIds, columns, { order: orderBy(pageQuery), limit })
  return await reader.query<EventKey>(
    `select ${KEY_COLUMNS}, ${EVENTS_IN_ROW} as events ${from} ${orderBy(pageQuery)} ${limit}`,
    where.parameters,
  )
}

/** The keys of the rows in which some events are, oldest first, counted by events. */
export async function readEventKeysAt(
  reader: ScopedReader,
  filter: EventFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<CountedEventKey[]> {
  const where = await conditionsOf(reader, filter)
  const [begin, end] = [where.bind(offset), where.bind(offset + limit)]
  const from = fromEvents(where, filter.conferenceIds, 'id, conference_id, created_at, track_count')
  return await reader.query<CountedEventKey>(
    `with counted as (
       select id, conference_id, created_at, ${EVENTS_IN_ROW} as events,
              sum(${EVENTS_IN_ROW}) over (order by created_at, id rows unbounded preceding) as so_far
         ${from})
     select ${KEY_COLUMNS}, events, (so_far - events)::float8 as before from counted
      where so_far > ${begin}::bigint and so_far - events < ${end}::bigint order by created_at, id`,
    where.parameters,
  )
}

export async function countEvents(reader: ScopedReader, filter: EventFilter): Promise<number> {
  const where = await conditionsOf(reader, filter)
  const from = fromEvents(where, filter.conferenceIds, 'track_count')
  const rows = await reader.query<{ count: number }>(
    `select coalesce(sum(${EVENTS_IN_ROW}), 0)::float8 as count ${from}`,
    where.parameters,
  )
  return rows[0]?.count ?? 0
}

/** Size from which most of the data of brief events is left out, bytes as stored. */
const LARGE = 1000

/** Plain members of at most 128 characters of large data. */
const SHORT_MEMBERS = `case when jsonb_typeof(data) = 'object' then
  (select jsonb_object_agg(key, value) from jsonb_each(data)
    where jsonb_typeof(value) in ('string', 'number', 'boolean') and length(value::text) <= 128) end`

const BRIEF_COLUMNS = EVENT_COLUMNS.replace(
  /\bdata\b/,
  `case when pg_column_size(data) <= ${LARGE} then data else ${SHORT_MEMBERS} end as data, coalesce(pg_column_size(data) > ${LARGE}, false) as "dataOmitted"`,
)

const selectWith =
  (reader: ScopedReader): Select =>
  (sql, parameters) =>
    reader.query(sql, parameters)

/** The events behind some keys, in the order of the keys. @param isBrief of large data there are the short plain members only */
export async function readEventRows(
  reader: ScopedReader,
  keys: readonly EventKey[],
  isBrief = false,
): Promise<(StoredEvent & { dataOmitted?: boolean })[]> {
  if (keys.length === 0) return []
  const conferenceIds = keys.map(key => key.conferenceId)
  const records = await selectRecords<{ dataOmitted?: boolean }>(
    selectWith(reader),
    `select ${isBrief ? BRIEF_COLUMNS : EVENT_COLUMNS} from unnest($1::uuid[], $2::uuid[]) as wanted (conference_id, id)
       join event using (conference_id, id) where conference_id = any($3::uuid[])`,
    [conferenceIds, keys.map(key => key.id), [...new Set(conferenceIds)]],
  )
  const byKey = new Map(records.map(record => [record.conferenceId + record.id, record]))
  return keys.flatMap(({ conferenceId, id }) => {
    const record = byKey.get(conferenceId + id)
    return record ? [toStoredEvent(record)] : []
  })
}

/** The row of a conference with the lowest id from some id on: that of a report, or one whose parts come before it. */
export async function readEventFrom(
  reader: ScopedReader,
  conferenceId: string,
  id: string,
): Promise<StoredEvent | undefined> {
  const [record] = await selectRecords(
    selectWith(reader),
    `select ${EVENT_COLUMNS} from event where conference_id = $1 and id >= $2 order by id limit 1`,
    [conferenceId, id],
  )
  return record && toStoredEvent(record)
}
