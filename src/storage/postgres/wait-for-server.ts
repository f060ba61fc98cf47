import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import type { Logger } from 'pino'
import { failureCode, isUnavailable } from '../engine/failures.ts'

/** Time between two tries, ms. */
const PERIOD_MS = 500

/** Time between two lines that say that it is waited, ms. */
const NOTICE_MS = 5000

/** Time that one try may take, ms. */
const TRY_MS = 3000

/** The first process of a container ignores signals that it has no listener for. */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** PostgreSQL did not answer in time. */
export class ServerAway extends Error {}

/**
 * Resolves when PostgreSQL takes a connection to the database of a URL.
 * @throws ServerAway when it cannot be reached for so long; the driver's error when it answers with a refusal
 */
export async function waitForServer(url: string, seconds: number, log: Logger): Promise<void> {
  // Nothing was begun that would have to be finished.
  const leave = () => process.exit(0)
  for (const signal of SIGNALS) process.once(signal, leave)
  try {
    await connectWithin(url, seconds, log)
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave)
  }
}

async function connectWithin(url: string, seconds: number, log: Logger): Promise<void> {
  const startedAt = Date.now()
  for (let noticedAt = startedAt; ; await delay(PERIOD_MS)) {
    const failure = await tryToConnect(url)
    if (failure === undefined) return
    if (!isAway(failure)) throw failure
    const waitedMs = Date.now() - startedAt
    const reason = failureCode(failure) ?? (failure as Error).message
    if (waitedMs + PERIOD_MS > seconds * 1000) throw new ServerAway(reason, { cause: failure })
    if (Date.now() - noticedAt < NOTICE_MS) continue
    noticedAt = Date.now()
    log.warn({ reason, waitedSeconds: Math.round(waitedMs / 1000), limitSeconds: seconds }, 'waiting for PostgreSQL')
  }
}

async function tryToConnect(url: string): Promise<unknown> {
  const client = new Client({
    connectionString: url,
    application_name: 'peermetrics start',
    connectionTimeoutMillis: TRY_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return undefined
  } catch (error) {
    return error
  } finally {
    // What was never connected has no one to say good-bye to.
    client.end().catch(() => {})
  }
}

/** Host names may appear later, as containers do. */
const isAway = (error: unknown): boolean => isUnavailable(error) || isTimeout(error)

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /timeout expired|timed out/i.test(error.message)
