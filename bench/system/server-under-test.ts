import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../test/support/free-port.ts'
import type { Target } from '../load/unit.ts'
import type { BenchDatabase } from './bench-database.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))
const PARSE_SERVER = fileURLToPath(new URL('./parse-server.ts', import.meta.url))

const START_LIMIT_MS = 60_000

/** A server in a process of its own. */
export interface ServerUnderTest extends AsyncDisposable {
  pid: number
  url: string
  target: Target
  /** From the start of the process to its first answer, ms. */
  startMs: number
}

const API_KEY = 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf'
const READ_TOKEN = 'token-of-the-benchmark'

/** The server as it runs in production, its log lines thrown away by the reader of its output. */
export const startServerUnderTest = (
  database: BenchDatabase,
  environment: Record<string, string> = {},
): Promise<ServerUnderTest> => start(MAIN, { ...environmentOf(database), ...environment })

/** How the server is configured that keeps its data in a database. */
export const environmentOf = (database: BenchDatabase): Record<string, string> => ({
  DATA_DIR: database.dataDir,
  ...(database.url ? { DATABASE_URL: database.url } : {}),
  INIT_TOKEN_SECRET: 'init-secret-of-the-benchmark',
  SESSION_TOKEN_SECRET: 'session-secret-of-the-benchmark',
  DEMO_API_KEY: API_KEY,
  ADMIN_API_TOKEN: READ_TOKEN,
  RATE_LIMIT_PER_MINUTE: '0',
})

/** A server that only parses the JSON it gets and answers. */
export const startParseServer = (): Promise<ServerUnderTest> => start(PARSE_SERVER, {})

async function start(program: string, environment: Record<string, string>): Promise<ServerUnderTest> {
  const port = await freePort()
  const begin = performance.now()
  const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter(Boolean)
  const child = spawn(process.execPath, [...flags, program], {
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${program} could not be started`)
  const stop = async () => {
    if (child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    if (performance.now() - begin > START_LIMIT_MS) throw new Error(`${program} does not answer`)
    await delay(10)
  }
  const startMs = performance.now() - begin
  const target = { port, apiKey: API_KEY, readToken: READ_TOKEN }
  return { pid, url: `http://127.0.0.1:${port}`, target, startMs, [Symbol.asyncDispose]: stop }
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}
