import { eventCategories } from '../../domain/call/event.ts'
import type { EventPart, PairPart, ReportTimes } from '../../domain/timeline/call-parts.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { fillFromConnections } from '../events/event-connections.ts'
import { Conditions } from './conditions.ts'

/** Names of the events that a timeline shows. */
const shownTypes = [
  ...['tabFocus', 'custom', 'mediaDeviceChange', 'getUserMedia', 'mute', 'unmute', 'ended'],
  ...['connectionstatechange', 'iceconnectionstatechange', 'icecandidateerror'].flatMap(name => [name, `on${name}`]),
]

/** The word of an event's data that matters, so that nothing else of it is read. */
const DETAIL = `case type
  when 'tabFocus' then data ->> 'focus'
  when 'custom' then data ->> 'eventName'
  when 'getUserMedia' then case when coalesce(data ->> 'error', '') <> '' then 'failed'
                                when data ->> 'audio' is null and data ->> 'video' is null then 'pending'
                                else 'granted' end
  else case jsonb_typeof(data) when 'object' then data ->> 'errorCode' else data #>> '{}' end end`

/** Longest word of data that is shown. */
const DETAIL_LENGTH = 128

/** Of which call, and of which participant in it; undefined: of all. */
export interface TimelineOf {
  conferenceId: string
  participantId?: string | undefined
}

const conditionsOf = ({ conferenceId, participantId }: TimelineOf, prefix = '') =>
  new Conditions().equal({ [`${prefix}conference_id`]: conferenceId, [`${prefix}participant_id`]: participantId })

/** The events that a timeline shows, in order of time, without their data. */
export async function readEventParts(reader: ScopedReader, of: TimelineOf, limit: number): Promise<EventPart[]> {
  const where = conditionsOf(of).add(shownTypes, types => `type = any(${types})`)
  const rows = await reader.query<Omit<EventPart, 'at' | 'sessionId'> & { at: string; sessionId: string | null }>(
    `select id, created_at as at, type, session_id as "sessionId", connection_id as "connectionId",
            track_id as "trackId", left(${DETAIL}, ${DETAIL_LENGTH}) as detail
       from event where ${where} order by created_at, id limit ${where.bind(limit)}`,
    where.parameters,
  )
  const filled = await fillFromConnections((sql, parameters) => reader.query(sql, parameters), rows)
  return filled.map(row => ({ ...row, at: Date.parse(row.at) }))
}

/** Gaps that are told of a call. */
const MAX_GAPS = 5000

/** When each connection was reported, without a look into the reports. @param longestMs time that is no gap */
export async function readReportTimes(reader: ScopedReader, of: TimelineOf, longestMs: number): Promise<ReportTimes[]> {
  const where = conditionsOf(of)
  const category = where.bind(eventCategories.indexOf('stats') + 1)
  const longest = where.bind(longestMs)
  const rows = await reader.query<{ connectionId: string; kind: 'life' | 'gap'; from: string; to: string }>(
    `with report as (
       select connection_id, created_at, lag(created_at) over (partition by connection_id order by created_at) as before
         from event where ${where} and category = ${category} and connection_id is not null)
     select connection_id as "connectionId", 'life' as kind, min(created_at) as "from", max(created_at) as "to"
       from report group by connection_id
     union all
     (select connection_id, 'gap', before, created_at from report
       where created_at - before > make_interval(secs => ${longest}::float8 / 1000)
       order by before limit ${MAX_GAPS})`,
    where.parameters,
  )
  const gaps = Map.groupBy(
    rows.filter(({ kind }) => kind === 'gap'),
    ({ connectionId }) => connectionId,
  )
  return rows
    .filter(({ kind }) => kind === 'life')
    .map(({ connectionId, from, to }) => ({
      connectionId,
      first: Date.parse(from),
      last: Date.parse(to),
      gaps: (gaps.get(connectionId) ?? []).map(gap => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) })),
    }))
}

/** Candidate pairs that connections used, as the summary of the call has them. */
export async function readPairParts(
  reader: ScopedReader,
  { conferenceId, participantId }: TimelineOf,
): Promise<PairPart[]> {
  const where = new Conditions().equal({
    'summary.conference_id': conferenceId,
    'connection.participant_id': participantId,
  })
  const rows = await reader.query<{ connectionId: string; pairs: Omit<PairPart, 'connectionId'>[] }>(
    `select chunk.connection_id as "connectionId", chunk.pairs
       from summary join series_chunk chunk on chunk.conference_id = summary.conference_id and chunk.build = summary.build
       join connection on connection.id = chunk.connection_id
      where ${where} order by chunk.number`,
    where.parameters,
  )
  return rows.flatMap(({ connectionId, pairs }) =>
    pairs.map(({ id, eventId, localType, from }) => ({ connectionId, id, eventId, localType, from })),
  )
}
