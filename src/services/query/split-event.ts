import { splitReport } from '../../domain/stats/split-report.ts'
import { uuidBefore } from '../../domain/values/uuid.ts'
import type { ScopedReader } from '../../storage/access/scoped-reader.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'
import { type TrackName, tracksOfSessions } from '../../storage/queries/tracks.ts'

/** An event as it is shown: a report is in `data`. */
export type ShownEvent = Omit<StoredEvent, 'report'> & {
  /** `data` was left out. */
  dataOmitted?: boolean
}

/**
 * The events that rows are shown as, row by row: a packed stats report is one event for each track that it is about, then
 * one for its connection.
 */
export async function splitEvents(reader: ScopedReader, rows: readonly StoredEvent[]): Promise<ShownEvent[][]> {
  const sessionIds = new Set(rows.filter(row => row.report).map(row => row.sessionId))
  const tracks = sessionIds.size > 0 ? await tracksOfSessions(reader, [...sessionIds]) : []
  const trackIds = new Map(tracks.map(track => [nameOf(track), track.id]))
  return rows.map(row => splitEvent(row, trackIds))
}

const nameOf = ({ sessionId, trackId }: Pick<TrackName, 'sessionId' | 'trackId'>) => `${sessionId} ${trackId}`

/**
 * The ids of the track events are those right before the id of the report: the same on every reading, and in the order of
 * the list, which is by time and id.
 */
function splitEvent({ report, ...event }: StoredEvent, trackIds: ReadonlyMap<string, string>): ShownEvent[] {
  if (!report) return [event]
  const { tracks, rest } = splitReport(report)
  const ofTracks = tracks.map((track, index) => ({
    ...event,
    id: uuidBefore(event.id, tracks.length - index),
    trackId: trackIds.get(nameOf({ sessionId: event.sessionId, trackId: track.trackId })) ?? null,
    data: track.rtp,
  }))
  return [...ofTracks, { ...event, data: rest }]
}
