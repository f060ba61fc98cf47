import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TestDatabase } from './database.ts'
import { engineFlags } from './engine-flags.ts'
import { API_KEY, INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from './test-config.ts'
import { exchange, type Reply } from './test-server.ts'

const MAIN = fileURLToPath(new URL('../../src/main.js', import.meta.url))
const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** A start takes one or two seconds on an idle machine, on a busy one that of a group of processes a minute. */
const START_LIMIT_MS = 90_000

/** As in the script `start` of package.json. */
const SEMI_SPACE = '--max-semi-space-size=16'

/** How a process ended: its exit code, or the signal that killed it. */
export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export type LogLine = Record<string, unknown> & { msg: string }

/** A server in a process of its own, as it runs in production. */
export interface ServerProcess extends AsyncDisposable {
  pid: number
  url: string
  /** Base of the HTTP routes. */
  api: string
  output: { stdout: string; stderr: string }
  /** The lines of standard output, which are JSON. */
  log(): LogLine[]
  /** Resolves when a line with that message was written. */
  logged(message: string): Promise<LogLine>
  kill(signal: NodeJS.Signals): void
  exited: Promise<Exit>
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Exit>
  post(path: string, body: unknown): Promise<Reply>
  put(path: string, body: unknown): Promise<Reply>
}

type Environment = Record<string, string>

/** Starts a server process on a database and waits until it listens. */
export async function startServerProcess(
  database: TestDatabase,
  environment: Environment = {},
): Promise<ServerProcess> {
  const started = spawnServer({ ...databaseEnvironment(database), ...environment })
  const { output, exited } = started
  const log = () => parseLines(output.stdout)
  const logged = async (message: string): Promise<LogLine> => {
    for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await delay(10)) {
      const line = log().find(({ msg }) => msg === message)
      if (line) return line
      if (started.child.exitCode !== null || started.child.signalCode !== null) break
    }
    throw new Error(`The server did not log "${message}".\n${output.stdout}${output.stderr}`)
  }
  const kill = (signal: NodeJS.Signals) => void started.child.kill(signal)
  const stop = async () => {
    kill('SIGTERM')
    return await exited
  }
  const url = await logged('listening').then(
    line => String(line['url']),
    async (error: unknown) => {
      kill('SIGKILL')
      throw error
    },
  )
  const api = `${url}/v1`
  return {
    pid: started.child.pid ?? 0,
    url,
    api,
    output,
    log,
    logged,
    kill,
    exited,
    stop,
    post: (path, body) => exchange('POST', api + path, body),
    put: (path, body) => exchange('PUT', api + path, body),
    [Symbol.asyncDispose]: async () => {
      kill('SIGKILL')
      await exited
    },
  }
}

/** Runs the server until it ends by itself, as one does that cannot start. */
export async function runServerProcess(
  environment: Environment,
): Promise<Exit & { stdout: string; stderr: string; durationMs: number }> {
  const startedAt = Date.now()
  const { child, output, exited } = spawnServer(environment)
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
  const exit = await exited
  clearTimeout(limit)
  return { ...exit, ...output, durationMs: Date.now() - startedAt }
}

/** What tells a server process where its database is; the secrets are those of all test servers. */
export const databaseEnvironment = ({ config }: TestDatabase): Environment => ({
  DATA_DIR: config.dataDir,
  ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
  INIT_TOKEN_SECRET,
  SESSION_TOKEN_SECRET,
  DEMO_API_KEY: API_KEY,
})

interface Spawned {
  child: ChildProcess
  output: { stdout: string; stderr: string }
  exited: Promise<Exit>
}

/** Ends the server when the process that started it is gone, however that ended: the pipe between them closes then. */
const END_WITH_PARENT = `
  import { isMainThread } from 'node:worker_threads'
  if (isMainThread) process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref()`

/** Nothing of this process's environment is handed on, so that a developer's settings do not change the outcome. */
function spawnServer(environment: Environment): Spawned {
  const child = spawn(
    process.execPath,
    [...engineFlags, SEMI_SPACE, '--import', `data:text/javascript,${encodeURIComponent(END_WITH_PARENT)}`, MAIN],
    {
      cwd: PROJECT,
      env: { PORT: '0', RATE_LIMIT_PER_MINUTE: '0', WORKERS: '1', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal }) as Exit)
  return { child, output, exited }
}

/** Only whole lines: the last one may still be on its way. */
const parseLines = (text: string): LogLine[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as LogLine)
