import { text } from '../../text/text.ts'
import type { Call, CallEvent, Connection, Issue, Person, Session } from '../call.ts'
import { personName } from '../names.ts'
import { connectionLane } from './connection-lane.ts'
import { findingLanes } from './finding-lanes.ts'
import { presenceLane } from './presence-lane.ts'
import type { Lane, Timeline } from './timeline.ts'

export interface TimelineInput {
  call: Call
  /** In the order in which they are shown. */
  people: readonly Person[]
  sessions: readonly Session[]
  connections: readonly Connection[]
  issues: readonly Issue[]
  /** Without stats reports. */
  events: readonly CallEvent[]
  /** End of what still runs, ms since the epoch. */
  now: number
}

/** Rows by person: presence, then each connection, then what went wrong; last what concerns the whole call. */
export function buildTimeline(input: TimelineInput): Timeline {
  const { startedAt, endedAt } = bounds(input)
  const since = (at: number) => Math.min(Math.max(at, startedAt), endedAt) - startedAt
  const lanes = input.people.flatMap(person => personLanes(person, input, since, endedAt))
  const general = input.issues.filter(({ personId }) => personId === undefined)
  return {
    startedAt,
    durationMs: endedAt - startedAt,
    lanes: [...lanes, ...findingLanes(general, 'call', text.timeline.wholeCall, undefined, since, endedAt)],
  }
}

function personLanes(person: Person, input: TimelineInput, since: (at: number) => number, endedAt: number): Lane[] {
  const own = <Item extends { personId: string | undefined }>(items: readonly Item[]) =>
    items.filter(({ personId }) => personId === person.id)
  const events = own(input.events)
  const names = new Map(input.people.map(peer => [peer.id, personName(peer)]))
  return [
    presenceLane(person, own(input.sessions), events, since, endedAt),
    ...own(input.connections).map(connection =>
      connectionLane(connection, names.get(connection.peerId) ?? '', events, since, endedAt),
    ),
    ...findingLanes(own(input.issues), person.id, text.timeline.findings, person.id, since, endedAt),
  ]
}

/** From the first thing known of the call to the last; at least a second. */
function bounds({ call, sessions, connections, events, now }: TimelineInput): { startedAt: number; endedAt: number } {
  const begins = [...sessions, ...connections].map(({ from }) => from)
  if (call.startedAt !== undefined) begins.push(call.startedAt)
  const startedAt = begins.length > 0 ? Math.min(...begins) : call.createdAt
  const ends = [...sessions, ...connections].map(({ to }) => to ?? (call.isOngoing ? now : startedAt))
  ends.push(call.isOngoing ? now : (call.endedAt ?? startedAt))
  if (call.endedAt === undefined) ends.push(events.at(-1)?.at ?? startedAt)
  return { startedAt, endedAt: Math.max(...ends, startedAt + 1000) }
}
