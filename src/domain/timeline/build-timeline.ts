import type { CallParts, ConnectionPart, EventPart, IssuePart, PairPart, SessionPart, TrackPart } from './call-parts.ts'
import { connectionMarks, connectionSpans } from './connection-lane.ts'
import { findingSpans, issueMarks } from './issue-items.ts'
import { mergeMarks } from './merge-marks.ts'
import { sessionMarks, sessionSpans } from './session-lane.ts'
import type { Lane, Mark, Span, Timeline } from './timeline.ts'
import { trackSpans } from './track-lane.ts'

/** More than a screen can show; a canvas takes 20,000 spans. */
const MAX_LANES = 2000

/** Rows by session, each with its connections and their tracks, and what is known of the whole call before them. */
export function buildTimeline(parts: CallParts): Timeline {
  const call = indexed(parts)
  const lanes = [...conferenceLane(call), ...parts.sessions.flatMap(session => sessionLanes(session, call))]
  const shown = withinLimit(lanes)
  return { lanes: shown, omittedLaneCount: lanes.length - shown.length }
}

/** Parts of a call by what they belong to. */
interface Indexed {
  parts: CallParts
  connections: Map<string, ConnectionPart[]>
  tracks: Map<string, TrackPart[]>
  /** Of a session by its id, of a connection or track by theirs. */
  events: Map<string, EventPart[]>
  issues: Map<string, IssuePart[]>
  pairs: Map<string, PairPart[]>
}

const CONFERENCE = ''

function indexed(parts: CallParts): Indexed {
  const { sessions, connections, tracks, events, issues } = parts
  const known = new Set([...sessions, ...connections, ...tracks].map(({ id }) => id))
  const firstSession = new Map(sessions.toReversed().map(({ participantId, id }) => [participantId, id]))
  const place = (issue: IssuePart): string => {
    const { trackId, connectionId, sessionId, participantId } = issue
    const ids = [trackId, connectionId, sessionId, firstSession.get(participantId ?? '')]
    return ids.find(id => id !== null && id !== undefined && known.has(id)) ?? CONFERENCE
  }
  return {
    parts,
    connections: Map.groupBy(connections, ({ sessionId }) => sessionId),
    tracks: Map.groupBy(tracks, ({ sessionId }) => sessionId),
    events: Map.groupBy(events, ({ trackId, connectionId, sessionId }) => trackId ?? connectionId ?? sessionId),
    issues: Map.groupBy(issues, place),
    pairs: Map.groupBy(parts.pairs, ({ connectionId }) => connectionId),
  }
}

function conferenceLane({ issues }: Indexed): Lane[] {
  const own = issues.get(CONFERENCE) ?? []
  return own.length === 0 ? [] : [lane({ kind: 'conference' }, findingSpans(own), issueMarks(own))]
}

function sessionLanes(session: SessionPart, call: Indexed): Lane[] {
  const { parts, events, issues } = call
  const end = endOf(session.to, parts)
  const [own, found] = [events.get(session.id) ?? [], issues.get(session.id) ?? []]
  const ids = { participantId: session.participantId, sessionId: session.id }
  const spans = [...sessionSpans(session, own, end), ...findingSpans(found)]
  const connections = call.connections.get(session.id) ?? []
  const tracks = call.tracks.get(session.id) ?? []
  const carried = new Set(connections.map(({ id }) => id))
  return [
    lane({ kind: 'session', ...ids }, spans, [...sessionMarks(own), ...issueMarks(found)]),
    ...connections.flatMap(connection => [
      connectionLane(connection, call),
      ...tracks
        .filter(({ connectionId }) => connectionId === connection.id)
        .flatMap(track => trackLanes(track, ids, endOf(connection.to, parts), call)),
    ]),
    ...tracks
      .filter(({ connectionId }) => connectionId === null || !carried.has(connectionId))
      .flatMap(track => trackLanes(track, ids, end, call)),
  ]
}

/** End of a span: one that is open when the call is over ends with it. */
const endOf = (to: number | null, { end, ongoing }: CallParts): number | null => to ?? (ongoing ? null : end)

function connectionLane(connection: ConnectionPart, { parts, events, issues, pairs }: Indexed): Lane {
  const { id, participantId, sessionId } = connection
  const [own, found] = [events.get(id) ?? [], issues.get(id) ?? []]
  return lane(
    { kind: 'connection', participantId, sessionId, connectionId: id },
    [...connectionSpans(connection, own, parts, endOf(connection.to, parts)), ...findingSpans(found)],
    [...connectionMarks(own, pairs.get(id) ?? []), ...issueMarks(found)],
  )
}

/** Received tracks are many: those to which nothing happened say no more than their connection. */
function trackLanes(
  track: TrackPart,
  ids: Pick<Lane, 'participantId' | 'sessionId'>,
  end: number | null,
  { events, issues }: Indexed,
): Lane[] {
  const found = issues.get(track.id) ?? []
  const spans = [...trackSpans(track, events.get(track.id) ?? [], end), ...findingSpans(found)]
  const marks = issueMarks(found)
  if (track.direction === 'inbound' && spans.length === 1 && marks.length === 0) return []
  return [lane({ kind: 'track', ...ids, connectionId: track.connectionId ?? '', trackId: track.id }, spans, marks)]
}

const lane = (about: Pick<Lane, 'kind'> & Partial<Lane>, spans: readonly Span[], marks: readonly Mark[]): Lane => ({
  participantId: '',
  sessionId: '',
  connectionId: '',
  trackId: '',
  ...about,
  spans: spans.toSorted((one, other) => one.from - other.from),
  marks: mergeMarks(marks),
})

/** Kinds of lanes in the order in which they are given up. */
const dispensable: readonly Lane['kind'][] = ['track', 'connection', 'session']

function withinLimit(lanes: readonly Lane[]): Lane[] {
  let shown = [...lanes]
  for (const kind of dispensable) {
    let surplus = shown.length - MAX_LANES
    // The last of a kind go first.
    if (surplus > 0)
      shown = shown
        .toReversed()
        .filter(one => one.kind !== kind || surplus-- <= 0)
        .toReversed()
  }
  return shown
}
