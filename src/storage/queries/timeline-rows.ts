import type { Negotiation } from '../../domain/signaling/negotiation.ts'
import type { CallParts, ConnectionPart, IssuePart, SessionPart, TrackPart } from '../../domain/timeline/call-parts.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { Conditions } from './conditions.ts'
import type { TimelineOf } from './timeline-events.ts'

/** Rows of each kind that are read at most; a timeline has fewer lanes. */
const MAX_ROWS = 5000

/** A row whose times are as PostgreSQL prints them. */
type Printed<Part, Times extends keyof Part> = Omit<Part, Times> & { [Time in Times]: string | null }

const ms = (time: string | null): number | null => (time === null ? null : Date.parse(time))
const msOf = (time: string | null): number => Date.parse(time ?? '')

/** Sessions, connections, tracks and issues of a call, oldest first. */
export async function readCallParts(
  reader: ScopedReader,
  { conferenceId, participantId }: TimelineOf,
): Promise<Pick<CallParts, 'sessions' | 'connections' | 'tracks' | 'issues'>> {
  const read = async <Row>(columns: string, from: string, prefix = ''): Promise<Row[]> => {
    const where = new Conditions().equal({
      [`${prefix}conference_id`]: conferenceId,
      [`${prefix}participant_id`]: participantId,
    })
    const order = from.startsWith('track') ? 'track.created_at, track.id' : 'created_at, id'
    return await reader.query<Row>(
      `select ${columns} from ${from} where ${where} order by ${order} limit ${MAX_ROWS}`,
      where.parameters,
    )
  }
  const sessions = await read<Printed<SessionPart, 'from' | 'to'>>(
    'id, participant_id as "participantId", created_at as "from", end_time as "to"',
    'session',
  )
  const connections = await read<Printed<ConnectionPart, 'from' | 'to'> & { negotiations: Negotiation[] }>(
    'id, session_id as "sessionId", participant_id as "participantId", start_time as "from", end_time as "to", negotiations',
    'connection',
  )
  const tracks = await read<Printed<TrackPart, 'from'>>(
    'track.id, session_id as "sessionId", connection_id as "connectionId", direction, track.created_at as "from"',
    'track join session on session.id = track.session_id',
    'session.',
  )
  const issues = await read<Printed<IssuePart, 'at' | 'from' | 'to'>>(
    `id, code, type as severity, participant_id as "participantId", session_id as "sessionId",
     connection_id as "connectionId", track_id as "trackId", created_at as at, started_at as "from", ended_at as "to"`,
    'issue',
  )
  return {
    sessions: sessions.map(row => ({ ...row, from: msOf(row.from), to: ms(row.to) })),
    connections: connections.map(row => ({ ...row, from: msOf(row.from), to: ms(row.to) })),
    tracks: tracks.map(row => ({ ...row, from: msOf(row.from) })),
    issues: issues.map(row => ({ ...row, at: msOf(row.at), from: ms(row.from), to: ms(row.to) })),
  }
}
