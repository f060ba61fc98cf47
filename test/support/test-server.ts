import type { ApplicationOptions } from '../../src/application.ts'
import type { Config } from '../../src/config/config.ts'
import { startServer } from '../../src/server.ts'
import type { Database } from '../../src/storage/engine/database.ts'
import { query } from '../../src/storage/engine/sql.ts'
import { createDatabase, type Engine, type TestDatabase } from './database.ts'
import { expectDocumented } from './http-contract.ts'
import { type Row, readRows } from './stored-rows.ts'
import { API_KEY, testConfig } from './test-config.ts'
import { testLog } from './test-log.ts'

/** A whole server in this process, on a database of its own. */
export interface TestServer extends AsyncDisposable {
  url: string
  /** Base of the HTTP routes. */
  api: string
  apiKey: string
  /** Sends a JSON body as SDKs do; a string is sent as it is. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  put(path: string, body: unknown): Promise<Reply>
  stop(): Promise<void>
  /** The database that it has opened. */
  database: Database
  /** Rows of the database, while the server runs and afterwards. */
  rows<T extends Row = Row>(sql: string, parameters?: unknown[]): Promise<T[]>
}

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  body: any
  text: string
}

/** Starts a server. @param database one that several servers share; else it has its own, removed in the end */
export async function startTestServer(
  engine: Engine,
  overrides: Partial<Config> = {},
  database?: TestDatabase,
  options: Partial<ApplicationOptions> = {},
): Promise<TestServer> {
  const used = database ?? (await createDatabase(engine))
  const server = await startServer(testConfig({ ...used.config, ...overrides }), testLog, {
    jobs: 'carried out',
    ...options,
  })
  const opened = server.application.database
  let running = true
  const stop = async () => {
    if (running) await server.close()
    running = false
  }
  const api = `${server.url}/v1`
  const send =
    (method: string) =>
    (path: string, body: unknown, headers: Record<string, string> = {}) =>
      exchange(method, api + path, body, headers)
  return {
    url: server.url,
    api,
    apiKey: server.first.apiKey ?? API_KEY,
    post: send('POST'),
    put: send('PUT'),
    database: opened,
    stop,
    rows: async <T extends Row>(sql: string, parameters: unknown[] = []) =>
      running && opened.concurrency === 'single'
        ? await query<T>(opened.em(), sql, parameters, 'a statement of a test')
        : await readRows<T>(used, sql, parameters),
    [Symbol.asyncDispose]: async () => {
      await stop()
      if (!database) await used[Symbol.asyncDispose]()
    },
  }
}

/** One HTTP exchange; the answer's body is parsed when it is JSON, and held to the reference where it is of a route. */
export async function exchange(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const sent =
    body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'text/plain', ...headers },
    ...(sent === undefined ? {} : { body: sent as string }),
  })
  const text = await response.text()
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    parsed = undefined
  }
  expectDocumented(method, new URL(url).pathname, response.status, parsed)
  return { status: response.status, headers: response.headers, body: parsed, text }
}
