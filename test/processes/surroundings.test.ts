import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { databaseEnvironment, runServerProcess, startServerProcess } from '../support/server-process.ts'
import { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../support/test-config.ts'

const SECRETS = { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET }
const PROJECT = new URL('../../', import.meta.url)

/** Runs a server that cannot start. @returns the one line that it says */
async function lineOf(environment: Record<string, string>): Promise<string> {
  const ended = await runServerProcess(environment)
  expect(ended.code).toBe(1)
  const [line = '', ...more] = ended.stderr.trimEnd().split('\n')
  expect(more).toEqual([])
  return line
}

describe.concurrent('a server whose port is in use', () => {
  it('says so, and has changed nothing', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-port-'))
    const other = net.createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const line = await lineOf({ DATA_DIR: dataDir, PORT: String(port) })
    expect(line).toBe(
      `127.0.0.1 port ${port}: another program listens there. Stop that one, or choose another port (HOST, PORT)`,
    )
    expect(readdirSync(dataDir)).toEqual([])
    other.close()
    rmSync(dataDir, { recursive: true })
  })
})

describe.concurrent('a server whose PostgreSQL does not answer', () => {
  it('waits as long as it may, and says what to do', async () => {
    const port = await freePort()
    const line = await lineOf({
      DATABASE_URL: `postgres://127.0.0.1:${port}/calls`,
      DATABASE_WAIT_SECONDS: '1',
      ...SECRETS,
    })
    expect(line).toContain(`PostgreSQL at 127.0.0.1:${port} did not answer for 1 s (ECONNREFUSED): start it, or`)
  })

  it.runIf(inject('postgresUrl'))(
    'starts when it does, and says meanwhile that it waits',
    async () => {
      await using database = await createDatabase('postgres')
      const url = new URL(database.config.databaseUrl ?? '')
      // Turns all away until the first line is due, after five seconds.
      let firstAt: number | undefined
      const proxy = net.createServer(client => {
        firstAt ??= Date.now()
        if (Date.now() - firstAt < 5500) return void client.destroy()
        const server = net.connect(Number(url.port || 5432), url.hostname)
        for (const socket of [client, server]) socket.on('error', () => socket.destroy())
        client.pipe(server).pipe(client)
      })
      proxy.listen(0, '127.0.0.1')
      await once(proxy, 'listening')
      const away = new URL(url)
      away.port = String((proxy.address() as AddressInfo).port)
      await using server = await startServerProcess({
        ...database,
        config: { ...database.config, databaseUrl: away.href },
      })
      const lines = server.log().filter(({ msg }) => msg === 'waiting for PostgreSQL')
      expect(lines[0]).toMatchObject({ waitedSeconds: 5, limitSeconds: 30 })
      await server.stop()
      proxy.close()
    },
    60_000,
  )
})

describe.runIf(inject('postgresUrl')).concurrent('a server that PostgreSQL turns away', () => {
  it('says which database is missing, and whom it does not know', async () => {
    await using database = await createDatabase('postgres')
    const url = new URL(database.config.databaseUrl ?? '')
    url.pathname = '/there_is_no_such'
    const missing = await lineOf({ DATABASE_URL: url.href, ...SECRETS })
    expect(missing).toContain(`There is no database "there_is_no_such" at ${url.host}: make it (createdb there_is`)
    const stranger = new URL(database.config.databaseUrl ?? '')
    stranger.username = 'there_is_nobody'
    expect(await lineOf({ DATABASE_URL: stranger.href, ...SECRETS })).toMatch(
      /^PostgreSQL at \S+ does not let the user "there_is_nobody" in \(.+\): correct user and password/,
    )
  }, 60_000)

  it.each(['1', '2'])(
    'says which right it lacks, %s worker(s)',
    async workers => {
      await using database = await createDatabase('postgres', { migrated: false })
      const admin = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
      await admin.connect()
      const role = `peermetrics_test_${randomUUID().slice(0, 8)}`
      await admin.query(`create role ${role} login password 'x'`)
      try {
        const url = new URL(database.config.databaseUrl ?? '')
        url.username = role
        url.password = 'x'
        const line = await lineOf({ ...databaseEnvironment(database), DATABASE_URL: url.href, WORKERS: workers })
        expect(line).toMatch(
          /^PostgreSQL denies the user "peermetrics_test_\w+" a right \(.*permission denied for schema/,
        )
        expect(line).toContain('docs/operating.md')
      } finally {
        await admin.query(`drop role ${role}`)
        await admin.end()
      }
    },
    60_000,
  )
})

describe.concurrent('a Node that is too old', () => {
  const olderNode = (version: string) =>
    `data:text/javascript,${encodeURIComponent(`Object.defineProperty(process.versions, 'node', { value: '${version}' })`)}`

  it.each(['20.20.2', '22.18.0', '24.6.0'])('gets one line: %s', async version => {
    const main = fileURLToPath(new URL('src/main.js', PROJECT))
    const ended = await promisify(execFile)(process.execPath, ['--import', olderNode(version), main]).catch(
      error => error,
    )
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    const needed = 'Node.js 24.7 or newer'
    expect(readFileSync(new URL('README.md', PROJECT), 'utf8')).toContain(`runs on ${needed}`)
    expect(ended.stderr).toBe(
      `PeerMetrics needs ${needed}, and this is ${version}. Install that one; in a clone "npm ci" brings it along\n`,
    )
  })
})
