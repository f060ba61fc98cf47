import { type EventCategory, eventCategories } from '../../domain/call/event.ts'
import { trackReports } from '../../domain/stats/stats-report.ts'
import { categoryNumber } from '../../storage/events/event-row.ts'
import { packReport } from '../../storage/events/report-packing.ts'
import type { SourceConnection, SourceEvent } from '../source/rows.ts'
import type { IdMap } from './id-map.ts'
import type { AssembledReport } from './report-assembler.ts'

const categories: Readonly<Record<string, EventCategory>> = {
  B: 'browser',
  M: 'getUserMedia',
  C: 'connection',
  T: 'track',
  S: 'stats',
}

/** The row of an event, its report in base64. */
export interface EventValues {
  id: string
  conference_id: string
  app_id: string
  session_id: string | null
  participant_id: string
  peer_id: string | null
  connection_id: string | null
  track_id: string | null
  category: number
  type: string
  created_at: string
  data: string | null
  report: string | null
  dictionary: number | null
  track_count: number | null
}

/** The row of an ordinary event. */
export const convertEvent = (event: SourceEvent, ids: IdMap): EventValues => ({
  ...placeOf(event, ids),
  session_id: event.session_id,
  peer_id: event.peer_id === null ? null : ids.participant(event.peer_id),
  track_id: ids.track(event.track_id),
  data: event.data,
  report: null,
  dictionary: null,
  track_count: null,
})

/** The packed row of a stats report. @param connection whose it is; session and peer are not said again */
export function convertReport(
  { row, report }: AssembledReport,
  ids: IdMap,
  connection: SourceConnection | undefined,
): EventValues {
  const packed = packReport(Buffer.from(JSON.stringify(report)), trackReports(report).length, false)
  const peer = row.peer_id === null ? null : ids.participant(row.peer_id)
  return {
    ...placeOf(row, ids),
    session_id: row.session_id === connection?.session_id ? null : row.session_id,
    peer_id: row.peer_id === connection?.peer_id ? null : peer,
    track_id: null,
    data: null,
    report: packed.report.toString('base64'),
    dictionary: packed.dictionary,
    track_count: packed.trackCount,
  }
}

const placeOf = (event: SourceEvent, ids: IdMap) => ({
  id: event.id,
  conference_id: ids.conference,
  app_id: event.app_id,
  participant_id: ids.participant(event.participant_id),
  connection_id: event.connection_id,
  category: categoryNumber(categories[event.category] ?? eventCategories[0]),
  type: event.type,
  created_at: event.created_at,
})
