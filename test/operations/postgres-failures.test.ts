import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestDatabase } from '../support/database.ts'
import { findPostgresPrograms, type PostgresCluster, startPostgresCluster } from '../support/postgres-cluster.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import type { Row } from '../support/stored-rows.ts'
import { addConnection, joinCall, statsReport } from './support/page.ts'
import { type PatientClients, type Refusal, startPatientClients } from './support/patient-clients.ts'
import { storedContents } from './support/stored-events.ts'

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
    expect(await storedOf(name)).toEqual({
      stats: answered.stats.sort((a, b) => a - b),
      tracks: answered.tracks.sort(),
      users: answered.users.sort(),
    })
    return load.refusals
  }

  async function startLoad(name: string): Promise<PatientClients> {
    const pages = await Promise.all(
      Array.from({ length: PAGES }, async (_, number) => {
        const page = await joinCall(server.api, { conferenceId: name, userId: `page-${number}` })
        return { page, ...(await addConnection(page, 'peer')) }
      }),
    )
    return startPatientClients(server.api, pages, { clients: CLIENTS, name })
  }

  async function storedOf(name: string) {
    const contents = (await storedContents(database, name)) as ({ connection?: { timestamp?: number } } | null)[]
    const reports = contents.flatMap(content => content?.connection?.timestamp ?? [])
    const [row] = await rowsOf(STORED, [name])
    return { stats: reports.map(Number).sort((a, b) => a - b), tracks: row?.['tracks'], users: row?.['users'] }
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

/** What may be answered to a request that PostgreSQL cannot serve: that it may be sent again. */
const isHonest = ({ status, retryAfter }: Refusal): boolean => status === 503 && Number(retryAfter) > 0

const STORED = `
  select (select coalesce(jsonb_agg(track_id order by track_id), '[]') from (
            select track.track_id from event join track on track.id = event.track_id
             where event.conference_id = conference.id and event.type = 'ontrack') as reported) as tracks,
         (select coalesce(jsonb_agg(external_id order by external_id), '[]') from (
            select participant.external_id from session join participant on participant.id = session.participant_id
             where session.conference_id = conference.id and participant.external_id like conference.external_id || '-%'
             group by participant.external_id) as joined) as users
    from conference where external_id = $1`
