import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PageTokens } from '../../src/auth/page-tokens.ts'
import type { Config } from '../../src/config/config.ts'
import { succeeded } from '../support/call.ts'
import { createDatabase, engines, lightEngine, type TestDatabase } from '../support/database.ts'
import { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'
import { joinCall } from './support/page.ts'

const ADMIN = { old: 'the-old-token-of-automation', new: 'the-new-token-of-automation' }
const INIT = { old: INIT_TOKEN_SECRET.replaceAll(' ', '-'), new: 'the-new-secret-of-init-tokens-of-32-bytes' }
const SESSION = { old: SESSION_TOKEN_SECRET.replaceAll(' ', '-'), new: 'the-new-secret-of-session-tokens-of-32-bytes' }

const only = (age: 'old' | 'new'): Partial<Config> => ({
  adminApiToken: ADMIN[age],
  initTokenSecret: INIT[age],
  sessionTokenSecret: SESSION[age],
})

const accepting = (age: 'old' | 'new'): Partial<Config> => ({
  adminApiTokensAccepted: [ADMIN[age]],
  initTokenSecretsAccepted: [INIT[age]],
  sessionTokenSecretsAccepted: [SESSION[age]],
})

/** The steps of the runbook; servers of two neighbouring steps run side by side. */
const steps: Partial<Config>[] = [
  only('old'),
  { ...only('old'), ...accepting('new') },
  { ...only('new'), ...accepting('old') },
  only('new'),
]

describe('secrets that are changed as the runbook says', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createDatabase(lightEngine())
  })
  afterAll(() => database[Symbol.asyncDispose]())

  /** What a server issues, for the next one to take. */
  async function issued(server: TestServer, admin: string, call: string) {
    const page = await joinCall(server.api, { conferenceId: call, userId: 'alice' })
    const init = await server.post('/initialize', { apiKey: server.apiKey, conferenceId: call, userId: 'bob' })
    return { page, initToken: init.body.token as string, authorization: `Bearer ${admin}` }
  }

  async function takes(server: TestServer, { page, initToken, authorization }: Awaited<ReturnType<typeof issued>>) {
    return [
      (await server.post('/events/browser', { token: page.token, eventName: 'tick' })).status,
      (await server.post('/sessions', { token: initToken })).status,
      (await exchange('GET', `${server.api}/apps`, undefined, { authorization })).status,
    ]
  }

  it('are taken by the servers of the step before and after, and no longer than that', async () => {
    const given: Awaited<ReturnType<typeof issued>>[] = []
    for (const [step, settings] of steps.entries()) {
      await using server = await startTestServer(lightEngine(), settings, database)
      const previous = given.at(-1)
      if (previous) expect(await takes(server, previous)).toEqual([200, 200, 200])
      given.push(await issued(server, String(settings.adminApiToken), `call-${step}`))
    }
    await using last = await startTestServer(lightEngine(), steps[3], database)
    const [first] = given
    expect(first && (await takes(last, first))).toEqual([401, 401, 401])
    // And back: servers that still sign with the old one take what is signed with the new one.
    const [, , third] = given
    await last.stop()
    await using second = await startTestServer(lightEngine(), steps[1], database)
    expect(third && (await takes(second, third))).toEqual([200, 200, 200])
  }, 120_000)
})

/** Pages whose requests go to any server that is not being replaced, as a load balancer sends them. */
class BalancedPages {
  readonly #servers: ReadonlySet<TestServer>
  #stopped = false
  #begun = 0
  #ended = 0
  readonly #running: Promise<unknown>

  constructor(servers: ReadonlySet<TestServer>, count: number) {
    this.#servers = servers
    this.#running = Promise.all(Array.from({ length: count }, (_, number) => this.#call(`page-${number}`)))
    // Looked at in the end.
    this.#running.catch(() => {})
  }

  /** Resolves when everything that has begun by now has ended, and as much more. */
  async goOn(): Promise<void> {
    const wanted = this.#begun + 10
    await expect.poll(() => this.#ended).toBeGreaterThanOrEqual(wanted)
  }

  /** @returns how many visits there were, none of which was refused */
  async stop(): Promise<number> {
    this.#stopped = true
    await this.#running
    return this.#ended
  }

  /** Joins, reports, and lists what there is, over and over, each time at another server. */
  async #call(userId: string): Promise<void> {
    let turn = 0
    const server = (): TestServer => {
      const open = [...this.#servers]
      return open[turn++ % open.length] as TestServer
    }
    while (!this.#stopped) {
      this.#begun++
      const { apiKey, post } = server()
      const init = succeeded(await post('/initialize', { apiKey, conferenceId: 'rotated', userId }))
      const { token } = succeeded(await server().post('/sessions', { token: init.token }))
      for (const eventName of ['first', 'second', 'third']) {
        succeeded(await server().post('/events/browser', { token, eventName }))
      }
      this.#ended++
    }
  }
}

describe.runIf(engines().includes('postgres'))('three servers whose secrets are changed under load', () => {
  it('refuse no request', async () => {
    await using database = await createDatabase('postgres')
    const start = (settings: Partial<Config> | undefined) =>
      startTestServer('postgres', settings, database, { jobs: 'sent only' })
    const servers = new Set(await Promise.all([1, 2, 3].map(() => start(steps[0]))))
    const pages = new BalancedPages(servers, 4)
    try {
      for (const settings of steps.slice(1)) {
        for (const old of [...servers]) {
          servers.delete(old)
          servers.add(await start(settings))
          await old.stop()
        }
        // Tokens of before are gone by the next step: 24 hours later.
        await pages.goOn()
      }
      expect(await pages.stop()).toBeGreaterThan(30)
    } finally {
      await pages.stop().catch(() => {})
      for (const server of servers) await server.stop()
    }
  }, 120_000)
})

describe('page tokens', () => {
  it('are taken of secrets that come or go, and no others', () => {
    const token = new PageTokens(['old']).issue(['place'], 'list')
    expect(new PageTokens(['new', 'old']).read(token, 'list')).toEqual(['place'])
    expect(() => new PageTokens(['new']).read(token, 'list')).toThrow('damaged or of another list')
  })
})

describe('peermetrics-server', () => {
  const LAUNCHER = fileURLToPath(new URL('../../bin/peermetrics-server.js', import.meta.url))
  const run = (command: string[], env: Record<string, string>) =>
    promisify(execFile)(process.execPath, [LAUNCHER, ...command], { env }).catch(error => error)

  it('rotate-secrets makes new ones, where there are some', async () => {
    const DATA_DIR = mkdtempSync(join(tmpdir(), 'peermetrics-rotate-'))
    const path = join(DATA_DIR, 'secrets.json')
    const missing = await run(['rotate-secrets'], { DATA_DIR })
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining(`There is no ${path}: the first start`) })
    const old = { initTokenSecret: 'a'.repeat(40), sessionTokenSecret: 'b'.repeat(40) }
    writeFileSync(path, JSON.stringify(old))
    expect((await run(['rotate-secrets'], { DATA_DIR })).stdout).toContain('Start the server again to use them')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ retired: [old] })
    rmSync(DATA_DIR, { recursive: true })
  })

  it('health says whether the server takes requests', async () => {
    await using server = await startTestServer(lightEngine())
    const { port } = new URL(server.url)
    expect(await run(['health'], { PORT: port })).toMatchObject({ stdout: 'ready\n' })
    await server.stop()
    expect(await run(['health'], { PORT: port })).toMatchObject({ code: 1, stdout: '' })
  })
})
