import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { Latencies, type LatencySummary } from '../../bench/load/latencies.ts'
import { type ConnectedPage, statsReport } from '../../test/operations/support/page.ts'

/** A client gives up then, in ms. */
const PATIENCE_MS = 10_000

/** What clients saw who did nothing wrong. */
export interface HonestResult {
  /** Numbers of the reports that were answered 200. */
  acknowledged: number[]
  /** Requests that were not, by what came instead. */
  refused: Map<string, number>
  latency: LatencySummary
}

export interface HonestClients {
  /** Resolves when there were so many outcomes since the last time that somebody took them, or after the limit. */
  settled(count: number, limitMs: number): Promise<void>
  /** What they saw since the last time they were asked. */
  take(): HonestResult
  stop(): Promise<void>
}

/** Pages that report at a steady rate, each from an address of its own, as people at home do. */
export function startHonestClients(
  api: string,
  pages: readonly ConnectedPage[],
  { intervalMs }: { intervalMs: number },
): HonestClients {
  let isRunning = true
  let made = 0
  let current = emptyResult()
  const client = async (page: ConnectedPage, index: number) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const localAddress = `127.0.1.${index + 1}`
    await delay((index / pages.length) * intervalMs)
    while (isRunning) {
      const number = ++made
      const begin = performance.now()
      const { connectionId } = page
      const body = { token: page.page.token, connectionId, data: statsReport(number) }
      const outcome = await post(`${api}/stats`, body, { agent, localAddress })
      const took = performance.now() - begin
      current.latencies.add(took)
      if (outcome === 200) current.acknowledged.push(number)
      else current.refused.set(String(outcome), (current.refused.get(String(outcome)) ?? 0) + 1)
      await delay(Math.max(0, intervalMs - took))
    }
    agent.destroy()
  }
  const ended = Promise.all(pages.map(client))
  const outcomes = () =>
    current.acknowledged.length + [...current.refused.values()].reduce((sum, count) => sum + count, 0)
  return {
    settled: async (count, limitMs) => {
      for (const end = Date.now() + limitMs; outcomes() < count && Date.now() < end; ) await delay(20)
    },
    take: () => {
      const { latencies, ...result } = current
      current = emptyResult()
      return { ...result, latency: latencies.summary() }
    },
    stop: async () => {
      isRunning = false
      await ended
    },
  }
}

const emptyResult = () => ({
  acknowledged: [] as number[],
  refused: new Map<string, number>(),
  latencies: new Latencies(),
})

/** @returns the status, or why there is none */
function post(url: string, body: object, options: http.RequestOptions): Promise<number | string> {
  return new Promise(resolve => {
    const request = http.request(url, { ...options, method: 'POST' }, response => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    request.setTimeout(PATIENCE_MS, () => request.destroy(new Error('no answer')))
    request.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    request.end(JSON.stringify(body))
  })
}
