import { expect } from 'vitest'
import type { Exchange } from '../../packages/cli/src/replay/replay.ts'
import type { RecordedRequest, Trace } from '../../packages/cli/src/replay/trace.ts'
import { eventCategories } from '../../src/domain/call/event.ts'
import { asArray, asObject, type JsonObject, type JsonValue } from '../../src/domain/values/json.ts'
import { unpackReport } from '../../src/storage/events/report-packing.ts'
import type { Row } from './stored-rows.ts'
import type { TestServer } from './test-server.ts'

/** What a recorded call must have become; negotiations as "type status", by user. */
export interface ExpectedCall {
  seconds: number
  negotiations: Record<string, string[]>
}

const negotiations = ['initial connected', 'renegotiation stable', 'renegotiation stable']

/** The example recording, a real call of two people, and what must be stored of it. */
export const recordedCall: { file: string; expected: ExpectedCall } = {
  file: 'test/recordings/sdk-call.json',
  expected: { seconds: 28, negotiations: { alice: negotiations, bob: negotiations } },
}

/** All rows of a database with one call in it; participants and peers are named by the application's user id. */
type StoredCall = Record<'conferences' | 'participants' | 'sessions' | 'connections' | 'tracks' | 'events', Row[]>

/** Reads everything at once: opening an embedded database takes longer than reading it. The server must be stopped. */
export async function readStoredCall(server: TestServer): Promise<StoredCall> {
  const user = (id: string) => `(select external_id from participant where participant.id = ${id})`
  const [tables] = await server.rows<StoredCall>(
    `select
      (select jsonb_agg(to_jsonb(conference)) from conference) as conferences,
      (select jsonb_agg(to_jsonb(participant) || jsonb_build_object('in_conference', exists (
        select 1 from conference_participant where participant_id = participant.id))) from participant) as participants,
      (select jsonb_agg(to_jsonb(session) || jsonb_build_object('user', ${user('participant_id')})) from session)
        as sessions,
      (select jsonb_agg(to_jsonb(connection) || jsonb_build_object(
        'user', ${user('participant_id')}, 'peer', ${user('peer_id')})) from connection) as connections,
      (select jsonb_agg(to_jsonb(track) || jsonb_build_object('user', ${user('session.participant_id')}))
        from track join session on session.id = session_id) as tracks,
      (select jsonb_agg(to_jsonb(event) || jsonb_build_object('user', ${user('participant_id')})) from event) as events`,
  )
  return tables as StoredCall
}

/** That the one call in a database is what a recording says. */
export function expectStoredCall(call: StoredCall, trace: Trace, expected: ExpectedCall): void {
  expectConference(call, expected)
  expectParticipants(call, trace)
  expectSessions(call, trace)
  expectConnections(call, trace, expected)
  expectTracks(call, trace)
  expect(sorted(storedEvents(call)).map(withoutTime)).toEqual(sorted(sentEvents(trace)).map(withoutTime))
}

/**
 * That stored events lie as far apart as they were recorded, each from the next: within 50 ms and what the slower of the
 * two took on its way, which no sender can know.
 */
export function expectSpacing(call: StoredCall, trace: Trace, exchanges: readonly Exchange[]): void {
  const stored = sorted(storedEvents(call))
  const shifts = sorted(sentEvents(trace))
    .map((sent, index) => ({ ...sent, shift: (stored[index] as CallEvent).at - sent.at }))
    .toSorted((a, b) => a.at - b.at)
  const latency = ({ index }: CallEvent) => (exchanges[index] as Exchange).latencyMs
  const off = shifts.slice(1).flatMap((next, index) => {
    const previous = shifts[index] as typeof next
    const offMs = next.shift - previous.shift
    const tolerance = 50 + Math.max(latency(previous), latency(next))
    return Math.abs(offMs) > tolerance ? [`${next.user} ${next.type} at ${next.at} ms: ${offMs} ms off`] : []
  })
  expect(off).toEqual([])
}

function expectConference({ conferences }: StoredCall, { seconds }: ExpectedCall): void {
  expect(conferences).toMatchObject([{ ongoing: false, call_start: null, end_time: expect.any(String) }])
  expect(Math.abs(conferences[0]?.['duration'] - seconds)).toBeLessThan(1)
}

function expectParticipants({ participants }: StoredCall, trace: Trace): void {
  const calls = trace.requests.filter(({ path }) => path === '/v1/initialize').map(bodyOf)
  const named = calls.map(({ userId, userName }) => `${userId} ${userName} true`)
  const stored = participants.map(row => `${row['external_id']} ${row['name']} ${row['in_conference']}`)
  expect(stored.toSorted()).toEqual(named.toSorted())
}

function expectSessions({ sessions }: StoredCall, trace: Trace): void {
  const users = usersOf(trace)
  const opened = trace.requests.filter(({ path, method }) => path === '/v1/sessions' && method === 'POST')
  expect(sessions).toHaveLength(opened.length)
  for (const request of opened) {
    const { platform, devices, constraints, meta = null, appVersion = null } = bodyOf(request)
    const sent = { platform, devices, constraints, metadata: meta, app_version: appVersion }
    const session = sessions.find(({ user }) => user === users.get(request.page))
    expect(session).toMatchObject({ ...sent, call_start: null, end_time: expect.any(String) })
  }
}

function expectConnections({ connections }: StoredCall, trace: Trace, { negotiations }: ExpectedCall): void {
  const users = usersOf(trace)
  const added = trace.requests.filter(request => bodyOf(request)['eventName'] === 'addConnection')
  expect(connections).toHaveLength(added.length)
  for (const request of added) {
    const user = users.get(request.page) as string
    const connection = connections.find(row => row['user'] === user) as Row
    expect(connection).toMatchObject({
      peer: bodyOf(request)['peerId'],
      type: lastCandidateType(trace, request.page),
      state: 'connected',
      tcp_detected: false,
      relay_detected: false,
      end_time: expect.any(String),
    })
    const list = asArray(connection['negotiations']).map(asObject)
    expect(list.map(({ type, status }) => `${type} ${status}`)).toEqual(negotiations[user])
    for (const negotiation of list) {
      expect(negotiation).toMatchObject({ endTime: expect.any(String), durationMs: expect.any(Number) })
    }
  }
}

/** Of the selected local candidate, as the last report of a page says it. */
const lastCandidateType = ({ requests }: Trace, page: string): JsonValue | undefined =>
  requests
    .filter(request => request.page === page && request.path === '/v1/stats')
    .map(request => asObject(asObject(asObject(bodyOf(request)['data'])['connection'])['local'])['candidateType'])
    .findLast(type => type !== undefined)

function expectTracks({ tracks }: StoredCall, trace: Trace): void {
  const reported = sentEvents(trace).flatMap(event => reportedTracks(event).map(id => `${event.user} ${id}`))
  expect(tracks.map(row => `${row['user']} ${row['track_id']}`).toSorted()).toEqual([...new Set(reported)].toSorted())
}

/** Bytes are printed as `\x` and hexadecimal digits. */
const storedEvents = ({ events }: StoredCall): CallEvent[] =>
  events.map((row, index) => ({
    index,
    user: row['user'],
    category: eventCategories[row['category'] - 1] as string,
    type: row['type'],
    data: row['data'],
    collectionTimeMs: row['collection_time_ms'],
    report: row['report'] === null ? null : unpackReport(Buffer.from(row['report'].slice(2), 'hex'), row['dictionary']),
    hasConnection: row['connection_id'] !== null,
    at: Date.parse(row['created_at']),
  }))

const withoutTime = ({ at: _at, index: _index, ...event }: CallEvent) => event

/** By content whatever the order of its keys, equal events by time. */
const sorted = (events: readonly CallEvent[]): CallEvent[] =>
  events
    .map(event => ({ event, text: JSON.stringify(withoutTime(event), withSortedKeys) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.event.at - b.event.at))
    .map(({ event }) => event)

const withSortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** One thing that a page reported. */
interface CallEvent {
  /** Place of the request. */
  index: number
  user: string
  category: string
  type: string
  data: JsonValue
  /** Of stats. */
  report: JsonValue
  /** Of stats. */
  collectionTimeMs: number | null
  /** Whether it is filed under a connection. */
  hasConnection: boolean
  /** When it happened, ms from any fixed time. */
  at: number
}

/** https://www.w3.org/TR/webrtc/#rtcicecandidate-interface */
const candidateFields = new Set(
  `candidate sdpMid sdpMLineIndex foundation component priority address protocol port type tcpType relatedAddress
   relatedPort usernameFragment relayProtocol url`.split(/\s+/),
)

const categoryOfRoute: Record<string, string> = {
  '/v1/events/browser': 'browser',
  '/v1/events/get-user-media': 'getUserMedia',
  '/v1/connection': 'connection',
  '/v1/stats': 'stats',
  '/v1/tracks': 'track',
}

const bodyOf = ({ body }: RecordedRequest): JsonObject => asObject(JSON.parse(body ?? '{}'))

/** The application's user id of each page. */
const usersOf = ({ requests }: Trace): Map<string, string> =>
  new Map(
    requests
      .filter(({ path }) => path === '/v1/initialize')
      .map(request => [request.page, String(bodyOf(request)['userId'])]),
  )

/** What the pages of a recording reported, in the order sent, with the data as it must be stored. */
function sentEvents(trace: Trace): CallEvent[] {
  const users = usersOf(trace)
  return trace.requests.flatMap((request, index) => {
    const category = categoryOfRoute[request.path]
    if (!category || request.method === 'OPTIONS') return []
    const body = bodyOf(request)
    const type = String(body['eventName'] ?? body['event'] ?? 'stats')
    return {
      index,
      user: users.get(request.page) as string,
      category,
      type,
      ...contentOf(type, body),
      hasConnection: body['connectionId'] !== undefined || type === 'addConnection',
      at: request.atMs - Number(body['delta'] ?? 0),
    }
  })
}

function contentOf(type: string, body: JsonObject): Pick<CallEvent, 'data' | 'report' | 'collectionTimeMs'> {
  const [report, collectionTimeMs] = [null, null]
  const { data = null } = body
  if (type === 'stats') return { data: null, report: data, collectionTimeMs: body['timeTaken'] as number }
  if (type === 'tabFocus') return { data: { focus: body['focus'] as boolean }, report, collectionTimeMs }
  if (type === 'mediaDeviceChange') return { data: { devices: body['devices'] as JsonValue }, report, collectionTimeMs }
  if (type !== 'onicecandidate' || data === null) return { data, report, collectionTimeMs }
  const kept = Object.entries(asObject(data)).filter(([key, value]) => candidateFields.has(key) && value !== null)
  return { data: Object.fromEntries(kept), report, collectionTimeMs }
}

/** Ids of the tracks that an event makes known. */
function reportedTracks({ type, data, report }: CallEvent): JsonValue[] {
  if (type === 'getUserMedia')
    return mediaOf(data)
      .flatMap(asArray)
      .map(track => asObject(track)['id'] as string)
  if (type === 'ontrack') return [asObject(data)['id'] as string]
  if (type !== 'stats') return []
  return mediaOf(report)
    .flatMap(media => [...asArray(asObject(media)['inbound']), ...asArray(asObject(media)['outbound'])])
    .map(asObject)
    .filter(rtp => 'track' in rtp)
    .flatMap(rtp => asObject(rtp['track'])['trackIdentifier'] ?? rtp['trackIdentifier'] ?? [])
}

const mediaOf = (data: JsonValue): (JsonValue | undefined)[] => [asObject(data)['audio'], asObject(data)['video']]
