import type { MomentCode } from '../issues/codes.ts'
import type { JsonValue } from '../values/json.ts'
import type { ConferenceRow, ConnectionRow, SessionRow, TrackRow } from './call-rows.ts'

/** Whose report it is. */
export interface Reporter {
  appId: string
  conferenceId: string
  sessionId: string
  participantId: string
}

/** An issue that an event raises: once a subject or, with details, once for each different details. */
export interface RaisedIssue extends Reporter {
  /** Null: it is about the session. */
  connectionId: string | null
  code: MomentCode
  at: Date
  data: JsonValue
}

/** Reported ends within a conference. */
export interface Ending {
  wasOngoing: boolean
  /** Whether it ended something, or earlier than known. */
  changed: boolean
  /** Those whose times may have changed. */
  sessions: Set<SessionRow>
}

/** Locked rows of calls. */
export interface LockedRows {
  conferences: readonly ConferenceRow[]
  sessions: readonly SessionRow[]
  connections: readonly ConnectionRow[]
  /** Those that events are about, as far as they are known. */
  tracks: readonly TrackRow[]
  /** Last sign of each session of conferences that were given up, until then. */
  lastSigns: ReadonlyMap<string, Date>
}

const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map(row => [row.id, row]))

const trackKey = ({ session, trackId }: Pick<TrackRow, 'session' | 'trackId'>) => `${session} ${trackId}`

/** Locked rows of calls while events are taken into them one by one, and what is to be done about them once all are. */
export class CallDraft {
  readonly conferences: ReadonlyMap<string, ConferenceRow>
  readonly sessions: ReadonlyMap<string, SessionRow>
  readonly connections: ReadonlyMap<string, ConnectionRow>
  readonly lastSigns: Map<string, Date>
  readonly changedConferences = new Set<ConferenceRow>()
  readonly changedSessions = new Set<SessionRow>()
  readonly changedConnections = new Set<ConnectionRow>()
  readonly newTracks = new Set<TrackRow>()
  /** Of those that were known. */
  readonly changedTracks = new Set<TrackRow>()
  readonly issues: RaisedIssue[] = []
  /** Whose issues at the end may have changed. */
  readonly judged = new Set<SessionRow>()
  readonly endings = new Map<ConferenceRow, Ending>()
  readonly #tracks: Map<string, TrackRow>

  constructor({ conferences, sessions, connections, tracks, lastSigns }: LockedRows) {
    this.conferences = byId(conferences)
    this.sessions = byId(sessions)
    this.connections = byId(connections)
    this.lastSigns = new Map(lastSigns)
    this.#tracks = new Map(tracks.map(track => [trackKey(track), track]))
  }

  /** @throws Error for a row that was not locked */
  conference(id: string): ConferenceRow {
    return locked(this.conferences.get(id), 'conference', id)
  }

  /** @throws Error for a row that was not locked */
  session(id: string): SessionRow {
    return locked(this.sessions.get(id), 'session', id)
  }

  connectionsOf(column: 'session' | 'conference', id: string): ConnectionRow[] {
    return [...this.connections.values()].filter(connection => connection[column] === id)
  }

  track(session: string, trackId: string): TrackRow | undefined {
    return this.#tracks.get(trackKey({ session, trackId }))
  }

  addTrack(track: TrackRow): void {
    this.#tracks.set(trackKey(track), track)
    this.newTracks.add(track)
  }

  changeTrack(track: TrackRow, change: Partial<TrackRow>): void {
    Object.assign(track, change)
    if (!this.newTracks.has(track)) this.changedTracks.add(track)
  }

  ending(conference: ConferenceRow): Ending {
    const ending = this.endings.get(conference) ?? {
      wasOngoing: conference.ongoing,
      changed: false,
      sessions: new Set<SessionRow>(),
    }
    this.endings.set(conference, ending)
    return ending
  }
}

function locked<Row>(row: Row | undefined, kind: string, id: string): Row {
  if (!row) throw new Error(`${kind} ${id} is not locked`)
  return row
}
