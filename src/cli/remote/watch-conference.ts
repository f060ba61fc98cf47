import { setTimeout as delay } from 'node:timers/promises'
import { toJsonString } from '@bufbuild/protobuf'
import { type Client, Code, ConnectError } from '@connectrpc/connect'
import { LRUCache } from 'lru-cache'
import { ConferenceSchema } from '../../../gen/peermetrics/call/v1/conference_pb.js'
import { IssueSchema } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import type { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { WatchConferenceResponse } from '../../../gen/peermetrics/query/v1/streams_pb.js'

/** The server says something every 15 s: after this time without a word the connection is dead, ms. */
const SILENCE_LIMIT_MS = 45_000

/** Between attempts to go on, ms: the first one, and the longest. */
const FIRST_PAUSE_MS = 500
const MAX_PAUSE_MS = 15_000

/** Changes that are remembered to recognise one that is sent again. */
const REMEMBERED = 10_000

/** What another attempt would be told again. */
const final = new Set([
  Code.InvalidArgument,
  Code.NotFound,
  Code.PermissionDenied,
  Code.Unauthenticated,
  Code.FailedPrecondition,
  Code.Unimplemented,
])

export interface WatchOptions {
  conferenceId: string
  /** Name of events that are not wanted; empty: none. */
  excludedType: string
  /** Ends the watch. */
  signal: AbortSignal
  /** The connection was lost; the watch goes on where it was. */
  onLost: (error: ConnectError) => void
}

/**
 * What changes in a conference, each once, until it ends or `signal` does. A lost connection is made again, after the last
 * position.
 * @throws ConnectError when the server refuses, or cannot be reached at the start
 */
export async function* watchConference(
  client: Client<typeof QueryService>,
  { conferenceId, excludedType, signal, onLost }: WatchOptions,
): AsyncGenerator<WatchConferenceResponse['change']> {
  const isNew = newsFilter()
  let position = ''
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      for await (const message of live(client, { conferenceId, excludedType, position }, signal)) {
        failures = 0
        position = message.position
        if (isNew(message)) yield message.change
      }
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConnectError) || position === '' || final.has(error.code)) throw error
      onLost(error)
      await delay(Math.min(FIRST_PAUSE_MS * 2 ** failures, MAX_PAUSE_MS), undefined, { signal }).catch(() => {})
    }
  }
}

/** The messages of one connection, which is given up when it falls silent. */
async function* live(
  client: Client<typeof QueryService>,
  request: { conferenceId: string; excludedType: string; position: string },
  signal: AbortSignal,
): AsyncGenerator<WatchConferenceResponse> {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), SILENCE_LIMIT_MS)
  try {
    const limits = { signal: AbortSignal.any([signal, silence.signal]), timeoutMs: 0 }
    for await (const message of client.watchConference(request, limits)) {
      timer.refresh()
      yield message
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Recognises what is sent again after a break, by kind and id: events never change, the others by what they say. */
function newsFilter(): (message: WatchConferenceResponse) => boolean {
  const known = new LRUCache<string, string>({ max: REMEMBERED })
  return ({ change }) => {
    if (change.case === undefined) return false
    const key = `${change.case} ${change.value.id}`
    const said = saying(change)
    if (known.get(key) === said) return false
    known.set(key, said)
    return true
  }
}

function saying(change: WatchConferenceResponse['change']): string {
  switch (change.case) {
    case 'issue':
      return toJsonString(IssueSchema, change.value)
    case 'conference':
      return toJsonString(ConferenceSchema, change.value)
    default:
      return 'once'
  }
}
