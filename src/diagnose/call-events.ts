import { readJson } from '../../packages/cli/src/replay/json.ts'
import type { RecordedRequest } from '../../packages/cli/src/replay/trace.ts'
import type { CallEvent } from '../domain/analysis/call-event.ts'
import { asObject, asString, type JsonObject, type JsonValue } from '../domain/values/json.ts'

const categories: Record<string, CallEvent['category']> = {
  '/v1/events/browser': 'browser',
  '/v1/events/get-user-media': 'getUserMedia',
  '/v1/connection': 'connection',
  '/v1/tracks': 'track',
  '/v1/stats': 'stats',
}

/** Directory of a recording: a user's id stands for the participant, a page with a count for the session. */
class Directory {
  readonly #users = new Map<string, string>()
  readonly #sessions = new Map<string, string>()
  readonly #sessionOfToken = new Map<string, string>()
  readonly #userOfPeer = new Map<string, string>()
  #count = 0

  note({ page, path, answer }: RecordedRequest, body: JsonObject): void {
    const given = asObject(readJson(answer))
    if (path === '/v1/initialize') this.#users.set(page, asString(body['userId']) ?? page)
    const [peer, peerUser] = [asString(given['peer_id']), asString(body['peerId'])]
    if (peer && peerUser) this.#userOfPeer.set(peer, peerUser)
    if (path === '/v1/sessions') this.#openSession(page, asString(given['token']))
  }

  #openSession(page: string, token: string | null): void {
    const session = `${this.userOf(page)} ${++this.#count}`
    this.#sessions.set(page, session)
    if (token) this.#sessionOfToken.set(token, session)
  }

  userOf = (page: string): string => this.#users.get(page) ?? page

  sessionOf = (page: string, token: string | null): string =>
    this.#sessionOfToken.get(token ?? '') ?? this.#sessions.get(page) ?? page

  /** A peer is named by our id of him, or by that of the application. */
  peerOf = (peerId: string | null): string | null => this.#userOfPeer.get(peerId ?? '') ?? peerId
}

/** Events of the pages of a recorded call, in the order of event time; times are ms since the recording began. */
export function callEvents(requests: readonly RecordedRequest[]): CallEvent[] {
  const directory = new Directory()
  const events = requests.flatMap(request => {
    const body = request.method === 'OPTIONS' ? {} : asObject(readJson(request.body))
    if (request.method !== 'OPTIONS') directory.note(request, body)
    const category = Object.hasOwn(categories, request.path) ? categories[request.path] : undefined
    return category && request.method !== 'OPTIONS' ? [toEvent(request, body, category, directory)] : []
  })
  return events.sort((a, b) => a.at - b.at)
}

function toEvent(
  { page, atMs, answer }: RecordedRequest,
  body: JsonObject,
  category: CallEvent['category'],
  directory: Directory,
): CallEvent {
  const given = asObject(readJson(answer))
  const type = asString(body['eventName']) ?? asString(body['event']) ?? 'stats'
  return {
    at: atMs - (Number(body['delta'] ?? 0) || 0),
    category,
    type,
    participantId: directory.userOf(page),
    sessionId: directory.sessionOf(page, asString(body['token'])),
    peerId: directory.peerOf(asString(body['peerId'])),
    connectionId: asString(body['connectionId']) ?? asString(given['connection_id']),
    trackIdentifier: asString(body['trackId']),
    data: dataOf(type, body),
  }
}

/** The data of an event as the server stores it: some names have theirs beside `data`. */
function dataOf(type: string, body: JsonObject): JsonValue {
  if (type === 'tabFocus') return { focus: body['focus'] ?? null }
  if (type === 'mediaDeviceChange') return { devices: body['devices'] ?? null }
  return body['data'] ?? null
}
