import { randomUUID } from 'node:crypto'
import { HttpConnection, requestBytes } from './http-connection.ts'
import { joinCall, type Page } from './page.ts'
import { fill, isRefused, Playback, templateOf } from './playback.ts'
import { type RecordedRequest, recordedRequests } from './recording.ts'
import type { Target, Unit } from './unit.ts'

const PAGES = ['alice', 'bob']

const contentOf = ({ body }: RecordedRequest): Record<string, unknown> => JSON.parse(body ?? '{}')

const isEvent = ({ method, path }: RecordedRequest): boolean =>
  method !== 'OPTIONS' && (path === '/v1/connection' || path === '/v1/tracks')

/** Events that only are stored. */
const PLAIN = ['peerDetails', 'onicecandidate', 'onicegatheringstatechange', 'ondatachannel']

const isPlain = (request: RecordedRequest): boolean => PLAIN.includes(String(contentOf(request)['eventName']))

/** What the SDK sends when the application removes a connection, made of an event of the same connection. */
function removal(events: readonly RecordedRequest[]): RecordedRequest {
  const last = events.findLast(({ path }) => path === '/v1/connection') as RecordedRequest
  return { ...last, body: JSON.stringify({ ...contentOf(last), eventName: 'removeConnection', data: null }) }
}

/** The connection and track events of one of the recorded pages, its connection removed in the end. */
function eventsOf(page: string, isWanted: (request: RecordedRequest) => boolean): RecordedRequest[] {
  const all = recordedRequests().filter(request => request.page === page && isEvent(request) && isWanted(request))
  const announced = new Set<unknown>(
    all.flatMap(request => (request.method === 'POST' ? (contentOf(request)['trackId'] ?? []) : [])),
  )
  // Tracks of getUserMedia are not announced by connection and track events.
  const events = all.filter(request => request.method === 'POST' || announced.has(contentOf(request)['trackId']))
  return [...events, removal(events)]
}

/** What takes the place of recorded texts of a page that has joined. */
function givenBy({ token }: Page, events: readonly RecordedRequest[]): Map<string, string> {
  const given = new Map<string, string>(PAGES.map(name => [`"${name}"`, `"${randomUUID()}"`]))
  for (const event of events) {
    const content = contentOf(event)
    if (typeof content['token'] === 'string') given.set(content['token'], token)
    // A track belongs to one connection: each new one has tracks of its own.
    if (typeof content['trackId'] === 'string') given.set(content['trackId'], randomUUID())
  }
  return given
}

let clients = 0

/** Connections of a page one after the other; then the next page comes. */
const CONNECTIONS_OF_PAGE = 4

/**
 * One recorded event a unit: connections of a page, each added, reported about and removed. The pages that follow join
 * meanwhile over a connection of their own.
 */
export const recordedEvents =
  ({ changesOnly }: { changesOnly: boolean }) =>
  async (connection: HttpConnection, { apiKey, port }: Target): Promise<Unit> => {
    const joining = await HttpConnection.open(port)
    const events = eventsOf(PAGES[clients++ % 2] as string, request => !changesOnly || !isPlain(request))
    const templates = events.map(templateOf)
    let page = await joinCall(joining, apiKey)
    let next = joinCall(joining, apiKey)
    let played = 0
    let playback = new Playback(templates, givenBy(page, events))
    return async () => {
      if (playback.isOver && ++played % CONNECTIONS_OF_PAGE === 0) {
        page = await next
        next = joinCall(joining, apiKey)
      }
      if (playback.isOver) playback = new Playback(templates, givenBy(page, events))
      return await playback.step(connection)
    }
  }

/** The events of a connection from its beginning until it is connected, which come in one burst. */
function burst(): RecordedRequest[] {
  const events = recordedRequests().filter(({ page, path }) => page === 'alice' && path === '/v1/connection')
  const connected = events.findIndex(event => contentOf(event)['data'] === 'connected')
  return events.slice(1, connected + 2)
}

export const burstEntries = (): number => burst().length

/** Connections of a client that take turns: a burst comes once a connection, not again and again. */
const CONNECTIONS = 20

/** The burst of a connection in one batch. */
export async function recordedBatch(connection: HttpConnection, { apiKey }: Target): Promise<Unit> {
  const first = await joinCall(connection, apiKey)
  const pages = [first, ...(await moreConnections(connection, first))]
  const events = burst()
  const [recorded] = events.map(contentOf)
  const entries = events.map(event => ({ ...contentOf(event), token: undefined, delta: undefined }))
  const body = JSON.stringify({ token: recorded?.['token'], data: entries })
  const template = templateOf({ ...(events[0] as RecordedRequest), body })
  const requests = pages.map(({ token, connectionId, peerId }) => {
    const given = new Map([
      [String(recorded?.['token']), token],
      [String(recorded?.['connectionId']), connectionId],
      [String(recorded?.['peerId']), peerId],
    ])
    return requestBytes('POST', '/v1/connection/batch', fill(template, given))
  })
  let sent = 0
  return async () => {
    const answer = await connection.exchange(requests[sent++ % requests.length] as Buffer)
    return !isRefused(answer) && !answer.body.includes('"ok":false')
  }
}

async function moreConnections(connection: HttpConnection, page: Page): Promise<Page[]> {
  const pages: Page[] = []
  while (pages.length < CONNECTIONS - 1) {
    const body = { token: page.token, eventName: 'addConnection', peerId: randomUUID() }
    const answer = await connection.exchange(requestBytes('POST', '/v1/connection', JSON.stringify(body)))
    const { connection_id: connectionId, peer_id: peerId } = JSON.parse(answer.body)
    pages.push({ ...page, connectionId, peerId })
  }
  return pages
}

/** Rows of events that a whole recorded call makes. */
export const callRows = (): number =>
  recordedRequests().filter(
    ({ method, path }) => method !== 'OPTIONS' && path !== '/v1/initialize' && path !== '/v1/sessions',
  ).length

/** A whole recorded call a unit: all requests of both pages, in the order in which they were sent. */
export async function recordedCall(connection: HttpConnection, { apiKey }: Target): Promise<Unit> {
  const templates = recordedRequests().map(templateOf)
  const start = recordedRequests()[0] as RecordedRequest
  const { apiKey: recordedKey, conferenceId } = contentOf(start)
  return async () => {
    const given = new Map<string, string>(PAGES.map(name => [`"${name}"`, `"${randomUUID()}"`]))
    given.set(`"${recordedKey}"`, `"${apiKey}"`).set(`"${conferenceId}"`, `"${randomUUID()}"`)
    const playback = new Playback(templates, given)
    while (!playback.isOver) if (!(await playback.step(connection))) return false
    return true
  }
}
