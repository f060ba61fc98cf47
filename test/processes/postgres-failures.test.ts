import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addConnection, connectPages, joinCall, statsReport } from '../operations/support/page.ts'
import {
  isHonest,
  type PatientClients,
  type Refusal,
  startPatientClients,
} from '../operations/support/patient-clients.ts'
import { compareWithStored, storedOf } from '../operations/support/stored-acknowledged.ts'
import type { TestDatabase } from '../support/database.ts'
import { findPostgresPrograms, type PostgresCluster, startPostgresCluster } from '../support/postgres-cluster.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import type { Row } from '../support/stored-rows.ts'

const PAGES = 4
const CLIENTS = 64

/** How long PostgreSQL is away. */
const OUTAGE_MS = 1000

/** Processes of the server: two that answer requests, and the one for the jobs. */
const PROCESSES = 3

/** A request that PostgreSQL keeps waiting is answered after no more than this, on a busy machine. */
const PATIENCE_MS = 15_000

const programs = findPostgresPrograms()
if (!programs && process.env['CI']) throw new Error("PostgreSQL's server programs are not installed")

describe.runIf(programs)('a group of servers on a PostgreSQL server that fails under full load', () => {
  let cluster: PostgresCluster
  let database: TestDatabase
  let server: ServerProcess

  beforeAll(async () => {
    cluster = await startPostgresCluster(programs ?? '')
    const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-test-'))
    database = {
      config: { dataDir, databaseUrl: cluster.url },
      [Symbol.asyncDispose]: async () => rmSync(dataDir, { recursive: true, force: true }),
    }
    server = await startServerProcess(database, { WORKERS: '2' })
  })
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await cluster?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })

  /** Puts the servers under load, has PostgreSQL fail in the midst of it, and looks at what came of it. */
  async function survive(name: string, fail: (load: PatientClients) => Promise<void>): Promise<Refusal[]> {
    const load = await startLoad(name)
    await load.answered(300)
    await fail(load)
    await load.answered(300)
    const answered = await load.stop()
    expect(load.refusals.filter(refusal => !isHonest(refusal))).toEqual([])
    expect(server.log().filter(({ msg }) => msg === 'a process ended and is started again')).toEqual([])
    expect(compareWithStored(answered, await storedOf(database, name))).toEqual({ lost: [], doubled: [], unknown: [] })
    return load.refusals
  }

  async function startLoad(name: string): Promise<PatientClients> {
    return startPatientClients(server.api, await connectPages(server.api, name, PAGES), { clients: CLIENTS, name })
  }

  /** Everything else works again, too, without anybody's doing. */
  const recovers = (name: string) => Promise.all([listening(), summarises(`${name}, afterwards`)])

  /** Resolves when every process hears again what others announce. */
  async function listening(): Promise<void> {
    const heard = (rows: Row[]) => rows.length >= PROCESSES
    await until(`select from pg_stat_activity where application_name = 'peermetrics' and query like 'listen %'`, heard)
  }

  /** A call that ends now gets its summary. */
  async function summarises(conferenceId: string): Promise<void> {
    const page = await joinCall(server.api, { conferenceId, userId: 'alice' })
    const { connectionId } = await addConnection(page, 'bob')
    for (const timestamp of [1, 2, 3]) await page.post('/stats', { connectionId, data: statsReport(timestamp) })
    await page.post('/events/browser', { eventName: 'endCall' })
    await until(
      `select from summary join conference on conference.id = conference_id
        where external_id = '${conferenceId}' and state = 'done'`,
      rows => rows.length === 1,
    )
  }

  /** Resolves when the rows of a query are as they should be. */
  async function until(sql: string, isReached: (rows: Row[]) => boolean): Promise<void> {
    while (!isReached(await rowsOf(sql))) await delay(50)
  }

  async function rowsOf(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: cluster.url })
    await client.connect()
    return (await client.query<Row>(sql, parameters).finally(() => client.end())).rows
  }

  it('loses and doubles nothing when all its processes are killed', async () => {
    const refusals = await survive('killed', async load => {
      await cluster.kill()
      await load.refused(CLIENTS)
      await delay(OUTAGE_MS)
      await cluster.start()
    })
    expect(refusals.length).toBeGreaterThan(CLIENTS)
    await recovers('killed')
  }, 60_000)

  it('loses and doubles nothing when it is restarted immediately', async () => {
    await survive('restarted', () => cluster.restartImmediately())
  }, 60_000)

  it('is told in bounded time when nothing answers, and loses and doubles nothing', async () => {
    const refusals = await survive('frozen', async load => {
      cluster.freeze()
      await load.refused(2 * CLIENTS)
      cluster.thaw()
    })
    expect(Math.max(...refusals.map(({ afterMs }) => afterMs))).toBeLessThan(PATIENCE_MS)
    await recovers('frozen')
  }, 60_000)
})
