import { endsConnection, establishesConnection } from '../../domain/lifecycle/connection-events.ts'
import type { TrackKey } from '../../storage/tables/tracks.ts'
import type { Report, ReportedEvent } from './reported-event.ts'

/** Rows that must be locked for the events of a report. */
export interface NeededLocks {
  /** Whether the conference is changed, or may be; the session is locked, too, then. */
  conference: boolean
  session: boolean
  /** Whether all connections of the session are ended. */
  allConnections: boolean
  connections: ReadonlySet<string>
  tracks: readonly TrackKey[]
}

/** Little is locked, so that other processes wait seldom: what ends something changes its whole call. */
export function neededLocks({ reporter, events }: Report): NeededLocks {
  const needs = { conference: false, session: false, allConnections: false }
  const connections = new Set<string>()
  const tracks: TrackKey[] = []
  for (const event of events) {
    needs.conference ||= endsSomething(event)
    needs.session ||= changesSession(event)
    needs.allConnections ||= event.change.kind === 'leave' && event.change.endsConnections
    if ('connectionId' in event.change) connections.add(event.change.connectionId)
    for (const trackId of tracksOf(event)) tracks.push({ session: reporter.sessionId, trackId })
  }
  return { ...needs, session: needs.session || needs.conference, connections, tracks }
}

function endsSomething({ row, change }: ReportedEvent): boolean {
  if (change.kind === 'leave') return true
  return change.kind === 'connection' && endsConnection({ eventName: row.type, data: row.data })
}

function changesSession({ row, change }: ReportedEvent): boolean {
  if (change.kind === 'none') return false
  return change.kind !== 'connection' || establishesConnection({ eventName: row.type, data: row.data })
}

function tracksOf({ change }: ReportedEvent): string[] {
  switch (change.kind) {
    case 'new track':
      return [change.description.trackId]
    case 'track':
      return [change.trackId]
    case 'user media':
    case 'stats':
      return change.tracks.map(({ trackId }) => trackId)
    default:
      return []
  }
}
