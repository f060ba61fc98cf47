import { create, toJsonString } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { pause } from './calls/retries.ts'
import type { PeerMetrics } from './clients.ts'
import { type WatchConferenceResponse, WatchConferenceResponseSchema } from './gen/peermetrics/query/v1/streams_pb.js'

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

/** What changed in a conference: `case` says what it is, `value` is the message. */
export type Change = WatchConferenceResponse['change']

export interface WatchOptions {
  /** Ends the watch. */
  signal?: AbortSignal
  /** Name of events that are not wanted; `stats` spares most of the traffic. Default: none. */
  excludedType?: string
  /** Whether to leave out data of events of more than about 1 KB. Default: false. */
  omitEventData?: boolean
  /** Position to begin after, as `onPosition` gave it. Default: now. */
  position?: string
  /** The place after what was given so far, for going on later. */
  onPosition?: (position: string) => void
  /** The connection was lost; the watch goes on where it was. */
  onLost?: (error: ConnectError) => void
}

/**
 * What changes in a conference, each once, until it ends or the signal does. A lost connection is made again, after the
 * last position.
 * @throws ConnectError when the server refuses, or cannot be reached at the start
 */
export async function* watchConference(
  { query }: Pick<PeerMetrics, 'query'>,
  conferenceId: string,
  options: WatchOptions = {},
): AsyncGenerator<Change> {
  const { signal, onLost, onPosition } = options
  const isNew = newsFilter()
  let { position = '' } = options
  let hasAnswered = false
  for (let failures = 0; !signal?.aborted; failures++) {
    try {
      for await (const message of live(query, { conferenceId, position }, options)) {
        failures = 0
        hasAnswered = true
        position = message.position
        if (isNew(message)) yield message.change
        onPosition?.(position)
      }
      return
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof ConnectError) || !hasAnswered || final.has(error.code)) throw error
      onLost?.(error)
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, MAX_PAUSE_MS), signal)
    }
  }
}

/** The messages of one connection, which is given up when it falls silent. */
async function* live(
  query: PeerMetrics['query'],
  from: { conferenceId: string; position: string },
  { signal, excludedType = '', omitEventData = false }: WatchOptions,
): AsyncGenerator<WatchConferenceResponse> {
  const silence = new AbortController()
  const silent = () => setTimeout(() => silence.abort(), SILENCE_LIMIT_MS)
  let timer = silent()
  try {
    const limits = { signal: AbortSignal.any(signal ? [signal, silence.signal] : [silence.signal]), timeoutMs: 0 }
    for await (const message of query.watchConference({ ...from, excludedType, omitEventData }, limits)) {
      clearTimeout(timer)
      timer = silent()
      yield message
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Recognises what is sent again after a break, by kind and id: events never change, the others by what they say. */
function newsFilter(): (message: WatchConferenceResponse) => boolean {
  const known = new Map<string, string>()
  return ({ change }) => {
    if (change.case === undefined) return false
    const key = `${change.case} ${change.value.id}`
    const said = change.case === 'event' ? '' : textOf(change)
    if (known.get(key) === said) return false
    known.delete(key)
    known.set(key, said)
    const [oldest] = known.keys()
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
    return true
  }
}

const textOf = (change: Change): string =>
  toJsonString(WatchConferenceResponseSchema, create(WatchConferenceResponseSchema, { change }))
