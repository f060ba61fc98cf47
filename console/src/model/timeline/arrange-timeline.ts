import { text } from '../../text/text.ts'
import type { Connection, Issue, Person, Track } from '../call.ts'
import { personName } from '../names.ts'
import { connectionMarks, connectionSpans, iceSpans, noReports } from './connection-row.ts'
import { findingRows, findingTitle } from './finding-rows.ts'
import { personMarks, personSpans } from './person-row.ts'
import type { ReportedLane, ReportedTimeline } from './reported-timeline.ts'
import type { Lane, Mark, Span, Timeline } from './timeline.ts'

export interface Arrangement {
  /** In the order in which they are shown. */
  people: readonly Person[]
  connections: readonly Connection[]
  issues: readonly Issue[]
  /** Names of tracks, once they were asked for. */
  tracks: readonly Track[]
  /** Only the rows of this person, and of the whole call. */
  who: string | undefined
  /** End of what still lasts, ms since the call began. */
  endMs: number
  /** Rows that are unfolded, by key. */
  isOpen: (key: string) => boolean
}

/** Rows by person: presence, its connections when it is unfolded, what went wrong; last what concerns the whole call. */
export function arrangeTimeline(reported: ReportedTimeline, arrangement: Arrangement): Timeline {
  const { startedAt, lanes } = reported
  const { people, who, issues, endMs } = arrangement
  const known = new Map(issues.map(issue => [issue.id, issue]))
  const byPerson = Map.groupBy(lanes, ({ personId }) => personId)
  const shown = people.filter(({ id }) => who === undefined || id === who)
  const whole = { key: 'call', label: text.timeline.wholeCall, personId: undefined }
  const begins = lanes.flatMap(({ spans, marks }) => [spans[0]?.from ?? 0, marks[0]?.at ?? 0])
  const fromMs = begins.reduce((least, begin) => Math.min(least, begin), 0)
  return {
    startedAt,
    fromMs,
    toMs: Math.max(endMs, fromMs + 1000),
    lanes: [
      ...shown.flatMap(person =>
        personRows(person, byPerson.get(person.id) ?? [], { ...arrangement, startedAt }, known),
      ),
      ...findingRows(byPerson.get('') ?? [], whole, known, endMs),
    ],
  }
}

function personRows(
  person: Person,
  lanes: readonly ReportedLane[],
  { people, connections, tracks, endMs, startedAt, isOpen }: Arrangement & { startedAt: number },
  issues: ReadonlyMap<string, Issue>,
): Lane[] {
  if (lanes.length === 0) return []
  const ofKind = (kind: ReportedLane['kind']) => lanes.filter(lane => lane.kind === kind)
  const [sessions, own] = [ofKind('session'), ofKind('connection')]
  const key = `person ${person.id}`
  const isUnfolded = own.length > 0 ? isOpen(key) : undefined
  // While the connections are folded away, their silence shows in the presence.
  const silent = isUnfolded ? [] : own.flatMap(lane => noReports(lane, endMs))
  const names = new Map(people.map(peer => [peer.id, personName(peer)]))
  const rows = isUnfolded
    ? own.flatMap(lane => {
        const connection = connections.find(({ id }) => id === lane.connectionId)
        const peer = names.get(connection?.peerId ?? '') ?? text.scores.unknownPeer
        const carried = lanes.filter(({ kind, connectionId }) => kind === 'track' && connectionId === lane.connectionId)
        return connectionRows(
          { lane, connection, peer, carried, tracks, sessions, issues },
          { startedAt, endMs, isOpen },
        )
      })
    : []
  return [
    {
      ...row({ key, kind: 'person', label: personName(person), personId: person.id }),
      isOpen: isUnfolded,
      spans: byBegin([...personSpans(sessions, endMs), ...silent]),
      marks: byTime(personMarks(sessions)),
    },
    ...rows,
    ...findingRows(lanes, { key: person.id, label: text.timeline.findings, personId: person.id }, issues, endMs),
  ]
}

interface ConnectionParts {
  lane: ReportedLane
  /** Undefined while connections are loaded. */
  connection: Connection | undefined
  /** Name of the other side. */
  peer: string
  carried: readonly ReportedLane[]
  tracks: readonly Track[]
  sessions: readonly ReportedLane[]
  issues: ReadonlyMap<string, Issue>
}

function connectionRows(
  { lane, connection, peer, carried, tracks, sessions, issues }: ConnectionParts,
  { startedAt, endMs, isOpen }: Pick<Arrangement, 'endMs' | 'isOpen'> & { startedAt: number },
): Lane[] {
  const { personId, connectionId } = lane
  const session = sessions.find(({ sessionId }) => sessionId === lane.sessionId)
  const presence = session?.spans.find(({ kind }) => kind === 'presence')
  const since = (at: number | undefined) => (at === undefined ? undefined : at - startedAt)
  const life = {
    from: since(connection?.from) ?? presence?.from ?? 0,
    to: since(connection?.to) ?? presence?.to ?? endMs,
  }
  const key = `connection ${connectionId}`
  const ice = iceSpans(lane, life.to)
  const eventful = carried
    .map(track => trackRow(track, tracks, issues, life.to))
    .filter(({ spans }) => spans.length > 1)
  const hasMore = ice.length > 0 || eventful.length > 0
  const isUnfolded = hasMore ? isOpen(key) : undefined
  return [
    {
      ...row({ key, kind: 'connection', label: text.timeline.towards(peer), personId }),
      isOpen: isUnfolded,
      spans: connectionSpans(lane, connection, life),
      marks: byTime(connectionMarks(lane)),
    },
    ...(isUnfolded && ice.length > 0
      ? [{ ...row({ key: `ice ${connectionId}`, kind: 'ice', label: text.timeline.ice, personId }), spans: ice }]
      : []),
    ...(isUnfolded ? eventful : []),
  ]
}

/** A track with what happened to it besides that it was there: it was muted, something was found in it. */
function trackRow(
  { personId, trackId, spans }: ReportedLane,
  tracks: readonly Track[],
  issues: ReadonlyMap<string, Issue>,
  end: number,
): Lane {
  const track = tracks.find(({ id }) => id === trackId)
  const shown = spans.flatMap(({ kind, from, to, eventId, issueId, state, severity }): Span[] => {
    if (kind === 'presence' || kind === 'muted')
      return [{ kind, label: text.timeline.trackKinds[kind], from, to: to ?? end, eventId }]
    return kind === 'finding'
      ? [{ kind: severity, label: findingTitle(issues, issueId, state), from, to: to ?? end, issueId }]
      : []
  })
  const label = track ? text.timeline.track(track) : text.timeline.anyTrack
  return { ...row({ key: `track ${trackId}`, kind: 'track', label, personId }), spans: shown }
}

const row = (about: Pick<Lane, 'key' | 'kind' | 'label' | 'personId'>): Lane => ({ ...about, spans: [], marks: [] })

const byBegin = (spans: readonly Span[]): Span[] => spans.toSorted((one, other) => one.from - other.from)

const byTime = (marks: readonly Mark[]): Mark[] => marks.toSorted((one, other) => one.at - other.at)
