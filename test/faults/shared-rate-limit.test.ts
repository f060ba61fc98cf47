import { execFileSync } from 'node:child_process'
import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

/** More than a worker may take without asking, so that both ways are gone. */
const PER_MINUTE = 1200

const CONNECTIONS = 24

/** Sent beyond the limit: refusals of one client are slowed down. */
const BEYOND = 300

const PROXY = { TRUSTED_PROXIES: '127.0.0.0/8' }

/** Sends requests of one client over connections to both workers. */
class Client {
  readonly #agents = Array.from({ length: CONNECTIONS }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }))
  readonly #headers: Record<string, string>
  readonly #url: string

  constructor({ url }: ServerProcess, address: string) {
    this.#url = `${url}/v1/initialize`
    this.#headers = { 'x-real-ip': address }
  }

  /** @returns how many were answered with something else than 429 */
  async send(requests: number): Promise<number> {
    let left = requests
    let taken = 0
    const worker = async (agent: http.Agent) => {
      while (left-- > 0) {
        const status = await this.#sendOne(agent)
        if (status !== 429 && status !== 0) taken++
      }
    }
    await Promise.all(this.#agents.map(worker))
    return taken
  }

  #sendOne(agent: http.Agent): Promise<number> {
    return new Promise(resolve => {
      const request = http.request(this.#url, { method: 'POST', agent, headers: this.#headers }, response => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0))
      })
      request.once('error', () => resolve(0))
      request.end('{}')
    })
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy()
  }
}

const childrenOf = (pid: number): number[] =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number)

describe.runIf(inject('postgresUrl'))('several workers', () => {
  let database: TestDatabase
  let server: ServerProcess
  beforeAll(async () => {
    database = await createDatabase('postgres')
    server = await startServerProcess(database, { ...PROXY, WORKERS: '2', RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('take of one client what the limit says, together', async () => {
    const client = new Client(server, '192.0.2.1')
    expect(await client.send(PER_MINUTE + BEYOND)).toBe(PER_MINUTE)
    const other = new Client(server, '192.0.2.2')
    expect(await other.send(50)).toBe(50)
    client.close()
    other.close()
  })

  it('go on counting when one of them is started again', async () => {
    const client = new Client(server, '192.0.2.4')
    const before = await client.send(PER_MINUTE / 2)
    const [, worker = 0] = childrenOf(server.pid)
    process.kill(worker, 'SIGKILL')
    await server.logged('a process works again')
    await delay(100)
    const after = await client.send(PER_MINUTE / 2 + BEYOND)
    expect(before + after).toBeLessThanOrEqual(PER_MINUTE + CONNECTIONS)
    expect(before + after).toBeGreaterThan(PER_MINUTE - CONNECTIONS)
    client.close()
  }, 60_000)

  it('take no more when the supervisor does not answer', async () => {
    const client = new Client(server, '192.0.2.3')
    expect(await client.send(2 * CONNECTIONS)).toBe(2 * CONNECTIONS)
    process.kill(server.pid, 'SIGSTOP')
    try {
      const taken = await client.send(PER_MINUTE + BEYOND)
      expect(taken).toBeGreaterThan(CONNECTIONS)
      expect(taken).toBeLessThanOrEqual(PER_MINUTE)
    } finally {
      process.kill(server.pid, 'SIGCONT')
    }
    client.close()
  }, 60_000)
})
