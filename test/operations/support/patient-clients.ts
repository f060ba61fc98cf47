import { setTimeout as delay } from 'node:timers/promises'
import { API_KEY } from '../../support/test-config.ts'
import { exchange } from '../../support/test-server.ts'
import { type ConnectedPage, statsReport } from './page.ts'

/** Pause before a request that was refused is sent again, in ms: shorter than SDKs make it. */
const PAUSE_MS = 100

/**
 * Pause between two requests of a client, in ms: several clients have requests open all the time, and leave the processor to
 * the servers that are tested.
 */
const BETWEEN_MS = 20

/** A client gives up then: nothing comes back by itself any more. */
const PATIENCE_MS = 30_000

/** What was answered 200: reports and tracks by their number or name, users who joined. */
export interface Acknowledged {
  stats: number[]
  tracks: string[]
  users: string[]
}

/** An answer other than 200, or none. */
export interface Refusal {
  /** 0: there was none. */
  status: number
  retryAfter: string | null
  path: string
  /** From the sending of the request, in ms. */
  afterMs: number
}

/** Whether a refusal says that the request may be sent again, and when. */
export const isHonest = ({ status, retryAfter }: Refusal): boolean => status === 503 && Number(retryAfter) > 0

export interface PatientClients {
  refusals: Refusal[]
  /** Resolves when so many more requests were answered 200. */
  answered(count: number): Promise<void>
  /** Resolves when so many more were refused. */
  refused(count: number): Promise<void>
  /** What was answered 200 so far. */
  acknowledged(): Acknowledged
  /** Lets all finish what they are about. @returns what was answered 200 */
  stop(): Promise<Acknowledged>
}

/** Clients that report and join all the time, and send again what is refused until it is not, as SDKs do. */
export function startPatientClients(
  api: string,
  pages: readonly ConnectedPage[],
  { clients, name, patienceMs = PATIENCE_MS }: { clients: number; name: string; patienceMs?: number },
): PatientClients {
  const refusals: Refusal[] = []
  const done: Acknowledged = { stats: [], tracks: [], users: [] }
  let answers = 0
  let made = 0
  let isRunning = true

  /** Sends what `body` makes, each time anew: ages grow. */
  const send = async (path: string, body: () => object) => {
    for (const end = Date.now() + patienceMs; Date.now() < end; await delay(PAUSE_MS)) {
      const begin = performance.now()
      const reply = await exchange('POST', api + path, body()).catch(() => undefined)
      if (reply?.status === 200) {
        answers++
        return reply
      }
      const retryAfter = reply?.headers.get('retry-after') ?? null
      refusals.push({ status: reply?.status ?? 0, retryAfter, path, afterMs: performance.now() - begin })
    }
    throw new Error(`${path} was refused for ${patienceMs} ms`)
  }
  const reportStats = async ({ page: { token }, connectionId }: ConnectedPage, number: number) => {
    await send('/stats', () => ({ token, connectionId, data: statsReport(number) }))
    done.stats.push(number)
  }
  const reportTrack = async ({ page: { token }, connectionId }: ConnectedPage, number: number) => {
    const trackId = `${name}-${number}`
    const happenedAt = Date.now()
    await send('/tracks', () => ({ token, connectionId, trackId, event: 'ontrack', delta: Date.now() - happenedAt }))
    done.tracks.push(trackId)
  }
  const join = async (number: number) => {
    const userId = `${name}-${number}`
    const init = await send('/initialize', () => ({ apiKey: API_KEY, conferenceId: name, userId }))
    await send('/sessions', () => ({ token: init.body.token }))
    done.users.push(userId)
  }
  const client = async () => {
    for (; isRunning; await delay(BETWEEN_MS)) {
      const number = ++made
      const page = pages[number % pages.length] as ConnectedPage
      if (number % 8 === 0) await join(number)
      else if (number % 8 === 1) await reportTrack(page, number)
      else await reportStats(page, number)
    }
  }
  let failure: unknown
  const ended = Promise.all(Array.from({ length: clients }, client)).catch((error: unknown) => {
    failure = error
  })
  const until = async (isReached: () => boolean) => {
    while (!isReached() && failure === undefined) await delay(10)
    if (failure !== undefined) throw failure
  }
  return {
    refusals,
    answered: async count => {
      const target = answers + count
      await until(() => answers >= target)
    },
    refused: async count => {
      const target = refusals.length + count
      await until(() => refusals.length >= target)
    },
    acknowledged: () => structuredClone(done),
    stop: async () => {
      isRunning = false
      await ended
      if (failure !== undefined) throw failure
      return done
    },
  }
}
