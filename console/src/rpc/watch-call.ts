import { Code, ConnectError, createClient } from '@connectrpc/connect'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { CallEvent } from '../model/call.ts'
import { appendEvents, refreshCall } from './call-cache.ts'
import { toEvent } from './convert/event.ts'
import { failureOf } from './failure.ts'
import { transport } from './transport.ts'
import { useIsVisible } from './use-is-visible.ts'

/** What is shown is brought up to date at most this often, ms. */
const REFRESH_MS = 1000

/** Longest time between two attempts to watch again, ms. */
const MAX_RETRY_MS = 10_000

const client = createClient(QueryService, transport)

/** Whether the page hears of changes as they happen: `lost` while it tries to again. */
export type WatchState = 'off' | 'live' | 'lost'

/**
 * Follows a running call. A hidden tab does not: browsers keep six connections to a host over HTTP/1.1, and each watch
 * takes one.
 */
export function useWatchCall(conferenceId: string, isOngoing: boolean): WatchState {
  const queryClient = useQueryClient()
  const isWanted = useIsVisible() && isOngoing
  const [state, setState] = useState<WatchState>('off')
  useEffect(() => {
    if (!isWanted) return setState('off')
    const stop = new AbortController()
    void watch(conferenceId, queryClient, setState, stop.signal)
    return () => stop.abort()
  }, [conferenceId, isWanted, queryClient])
  return state
}

/** Watches until the call is over, again and again where the stream breaks, each time from where it broke. */
async function watch(
  conferenceId: string,
  queryClient: QueryClient,
  setState: (state: WatchState) => void,
  signal: AbortSignal,
): Promise<void> {
  const refresh = new Refresher(conferenceId, queryClient, signal)
  let position = ''
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      // A stats report changes nothing that the page shows by itself.
      for await (const message of client.watchConference(
        { conferenceId, position, excludedType: 'stats', omitEventData: true },
        { signal },
      )) {
        position = message.position
        failures = 0
        setState('live')
        if (message.change.case === 'event') refresh.events.push(toEvent(message.change.value))
        if (message.change.case !== undefined) refresh.soon()
      }
      return refresh.soon()
    } catch (error) {
      if (signal.aborted) return
      if (!mayPass(error)) {
        // Such as a call that was erased: the page learns of it by asking.
        refresh.soon()
        return setState('off')
      }
      setState('lost')
      await delay(Math.min(1000 * 2 ** failures, MAX_RETRY_MS), signal)
    }
  }
}

/** Whether to try again. A stream that a proxy ends has no status: its code is unknown. */
const mayPass = (error: unknown): boolean =>
  failureOf(error).kind === 'temporary' || ConnectError.from(error).code === Code.Unknown

/** Collects changes, so that many of them make one refresh. */
class Refresher {
  readonly events: CallEvent[] = []
  readonly #conferenceId: string
  readonly #queryClient: QueryClient
  readonly #signal: AbortSignal
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(conferenceId: string, queryClient: QueryClient, signal: AbortSignal) {
    this.#conferenceId = conferenceId
    this.#queryClient = queryClient
    this.#signal = signal
  }

  soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      if (this.#signal.aborted) return
      appendEvents(this.#queryClient, this.#conferenceId, this.events.splice(0))
      void refreshCall(this.#queryClient, this.#conferenceId)
    }, REFRESH_MS)
  }
}

const delay = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    setTimeout(resolve, ms)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
