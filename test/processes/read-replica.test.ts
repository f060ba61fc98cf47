import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseLsn, ReplicaLag } from '../../src/storage/postgres/replica-lag.ts'
import { joinCall } from '../operations/support/page.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import {
  findPostgresPrograms,
  type PostgresCluster,
  startPostgresCluster,
  startStandby,
} from '../support/postgres-cluster.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { exchange } from '../support/test-server.ts'

const programs = findPostgresPrograms()
if (!programs && process.env['CI']) throw new Error("PostgreSQL's server programs are not installed")

/** How far behind the standby may be in these tests, s. */
const MAX_LAG_SECONDS = 2

describe.runIf(programs)('a server with a read replica', () => {
  let primary: PostgresCluster
  let standby: PostgresCluster
  let server: ServerProcess
  let metrics: string
  const dataDir = mkdtempSync(join(tmpdir(), 'peermetrics-test-'))

  beforeAll(async () => {
    primary = await startPostgresCluster(programs ?? '')
    standby = await startStandby(programs ?? '', primary)
    server = await startServerProcess(
      { config: { dataDir, databaseUrl: primary.url }, [Symbol.asyncDispose]: async () => {} },
      {
        WORKERS: '1',
        DATABASE_READ_URL: standby.url,
        DATABASE_READ_MAX_LAG_SECONDS: String(MAX_LAG_SECONDS),
        METRICS_ADDRESS: '127.0.0.1:0',
        ADMIN_API_TOKEN,
      },
    )
    metrics = String((await server.logged('metrics are served'))['url'])
    await joinCall(server.api, { conferenceId: 'first', userId: 'alice' })
  }, 60_000)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await standby?.[Symbol.asyncDispose]()
    await primary?.[Symbol.asyncDispose]()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const get = (path: string) =>
    exchange('GET', `${server.api}${path}`, undefined, { authorization: `Bearer ${ADMIN_API_TOKEN}` })

  const listed = async (): Promise<string[]> => {
    const { status, text, body } = await get('/conferences?created_at_gt=2020-01-01')
    expect(status, text).toBe(200)
    return body.data.map((row: { conference_id: string }) => row.conference_id)
  }

  const value = async (name: string): Promise<number | undefined> => {
    const { text } = await exchange('GET', metrics)
    const found = new RegExp(`^peermetrics_${name} (.+)$`, 'm').exec(text)?.[1]
    return found === undefined ? undefined : Number(found)
  }

  const ask = async <Row extends object>({ url }: PostgresCluster, sql: string): Promise<Row[]> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }

  /** Scans of the tables of calls by the cluster's own statistics. */
  const scansOf = async (cluster: PostgresCluster): Promise<number> => {
    const [row] = await ask<{ scans: string }>(
      cluster,
      `select sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)) as scans from pg_stat_user_tables where relname = 'conference'`,
    )
    return Number(row?.scans)
  }

  it('reads lists from it, by its statistics', async () => {
    await expect.poll(() => value('read_replica_used')).toBe(1)
    await expect.poll(listed).toEqual(['first'])
    const before = await scansOf(standby)
    for (let n = 0; n < 5; n++) expect(await listed()).toEqual(['first'])
    // Backends report within a second of falling idle.
    await expect.poll(() => scansOf(standby)).toBeGreaterThanOrEqual(before + 5)
  })

  it('has the primary answer while it is too far behind, and tells it once', async () => {
    await ask(standby, 'select pg_wal_replay_pause()')
    await joinCall(server.api, { conferenceId: 'second', userId: 'alice' })
    const startedAt = Date.now()
    await expect.poll(listed).toEqual(['first', 'second'])
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    expect(await value('read_replica_used')).toBe(0)
    expect(await server.logged('the read replica is not used: the primary answers')).toMatchObject({ reason: 'behind' })
    await ask(standby, 'select pg_wal_replay_resume()')
    await server.logged('the read replica answers again')
    expect(await value('read_replica_used')).toBe(1)
    expect(await listed()).toEqual(['first', 'second'])
    expect(server.log().filter(({ msg }) => String(msg).startsWith('the read replica'))).toHaveLength(2)
  })

  it('loses no request when it is killed, and goes back to it', async () => {
    const known = server.log().length
    const stopped = new AbortController()
    let answered = 0
    const readers = Array.from({ length: 8 }, async () => {
      while (!stopped.signal.aborted) {
        expect(await listed()).toEqual(['first', 'second'])
        answered++
      }
    })
    const reading = Promise.all(readers)
    await expect.poll(() => answered).toBeGreaterThan(50)
    await standby.kill()
    const atKill = answered
    await expect.poll(() => answered).toBeGreaterThan(atKill + 200)
    await standby.start()
    const again = () =>
      server
        .log()
        .slice(known)
        .some(({ msg }) => msg === 'the read replica answers again')
    await expect.poll(again).toBe(true)
    await delay(100)
    stopped.abort()
    await reading
    expect(
      server
        .log()
        .slice(known)
        .filter(({ status }) => Number(status) >= 400),
    ).toEqual([])
  }, 60_000)

  it('does not read from one that was promoted', async () => {
    const known = server.log().length
    await ask(standby, 'select pg_promote()')
    const line = () =>
      server
        .log()
        .slice(known)
        .find(({ msg }) => msg === 'the read replica is not used: the primary answers')
    await expect.poll(() => line()?.['reason']).toBe('no standby')
    await joinCall(server.api, { conferenceId: 'third', userId: 'alice' })
    expect(await listed()).toEqual(['first', 'second', 'third'])
  })
})

describe('the lag of a replica', () => {
  it('is the age of the newest position of the primary that it has replayed', () => {
    const lag = new ReplicaLag()
    expect(lag.seconds(0)).toBe(Number.POSITIVE_INFINITY)
    lag.notePrimary(1000, parseLsn('0/10'))
    lag.notePrimary(2000, parseLsn('0/20'))
    lag.noteReplayed(parseLsn('0/1F'))
    expect(lag.seconds(3000)).toBe(2)
    lag.noteReplayed(parseLsn('0/20'))
    expect(lag.seconds(3000)).toBe(1)
  })

  it('does not grow while the primary writes nothing', () => {
    const lag = new ReplicaLag()
    for (let at = 0; at <= 60_000; at += 1000) {
      lag.notePrimary(at, parseLsn('1/0'))
      lag.noteReplayed(parseLsn('1/0'))
    }
    expect(lag.seconds(60_000)).toBe(0)
  })

  it('is found again after any number of positions', () => {
    const lag = new ReplicaLag()
    for (let at = 0; at < 2000; at++) lag.notePrimary(at, BigInt(at))
    lag.noteReplayed(5000n)
    lag.notePrimary(3000, 5000n)
    lag.noteReplayed(5000n)
    expect(lag.seconds(3000)).toBe(0)
  })

  it('takes positions beyond 4 GB', () => {
    expect(parseLsn('16/B374D848')).toBe(0x16_b374_d848n)
  })
})
