import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { addGauge } from '../../src/telemetry/metrics/gauges.ts'
import { addConnection, joinCall, statsReport } from '../operations/support/page.ts'
import { createDatabase, type Engine, engines, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { exchange } from '../support/test-server.ts'

const REPORTS = 20

/** What a scrape says: the types by name, and the values by name and labels as they are printed. */
interface Scrape {
  text: string
  types: Map<string, string>
  values: Map<string, number>
}

async function scrape(url: string): Promise<Scrape> {
  const { text, status, headers } = await exchange('GET', url)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const lines = text.split('\n').filter(Boolean)
  const typeLines = lines.filter(line => line.startsWith('# TYPE '))
  const types = new Map(typeLines.map(line => line.split(' ').slice(2) as [string, string]))
  const values = lines
    .filter(line => !line.startsWith('#'))
    .map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))] as const)
  return { text, types, values: new Map(values) }
}

const cases: [Engine, string][] = engines().map(engine => [engine, engine === 'embedded' ? '1' : '2'])

describe.each(cases)('the metrics of a server on %s, %s worker(s)', (engine, workers) => {
  let database: TestDatabase
  let server: ServerProcess
  let url: string
  beforeAll(async () => {
    database = await createDatabase(engine)
    server = await startServerProcess(database, { WORKERS: workers, METRICS_ADDRESS: '127.0.0.1:0' })
    url = String((await server.logged('metrics are served'))['url'])
  }, 90_000)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it('count a known load', async () => {
    const page = await joinCall(server.api, { conferenceId: 'measured', userId: 'alice' })
    const { connectionId } = await addConnection(page, 'bob')
    for (let n = 1; n <= REPORTS; n++) await page.post('/stats', { connectionId, data: statsReport(n) })
    await joinCall(server.api, { conferenceId: 'measured', userId: 'alice' })
    const account = createClient(AccountService, createGrpcTransport({ baseUrl: server.url }))
    const wrong = { email: 'nobody@example.com', password: 'wrong password' }
    await expect(account.signIn(wrong)).rejects.toThrow('wrong')
    const tooLarge = await exchange('POST', `${server.api}/stats`, 'x'.repeat(1_100_000))
    expect(tooLarge.status).toBe(413)
    await exchange('GET', `${server.api}/nowhere/${Date.now()}`)

    const http = (method: string, route: string, status: number) =>
      `peermetrics_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`
    const expected = {
      [http('POST', '/initialize', 200)]: 2,
      [http('POST', '/sessions', 200)]: 2,
      [http('POST', '/stats', 200)]: REPORTS,
      [http('POST', '/stats', 413)]: 1,
      [http('GET', 'none', 404)]: 1,
      'peermetrics_rpc_call_duration_seconds_count{service="peermetrics.admin.v1.AccountService",method="SignIn",code="unauthenticated",protocol="grpc"}': 1,
      'peermetrics_requests_refused_total{reason="too_large"}': 1,
      'peermetrics_requests_refused_total{reason="rate_limited"}': 0,
      'peermetrics_store_wait_seconds_count{store="sessions"}': 2,
      'peermetrics_events_stored_total{category="stats"}': REPORTS,
      peermetrics_sessions_started_total: 2,
      'peermetrics_issues_raised_total{code="multiple_rejoins",type="warning"}': 1,
      peermetrics_sign_in_failures_total: 1,
      'peermetrics_store_queue_items{store="events"}': 0,
      peermetrics_requests_in_flight: 0,
      peermetrics_database_up: 1,
      peermetrics_watches: 0,
      peermetrics_conferences_ongoing: 1,
      peermetrics_jobs_given_up: 0,
    }
    const read = async () => {
      const { values } = await scrape(url)
      return Object.fromEntries(Object.keys(expected).map(name => [name, values.get(name)]))
    }
    await expect.poll(read, { interval: 500 }).toEqual(expected)
    const { values, types } = await scrape(url)
    // The first report of a track, at each worker, is stored with the track.
    const batched = values.get('peermetrics_store_batch_rows_sum{store="events"}') ?? 0
    expect(batched).toBeGreaterThanOrEqual(REPORTS - Number(workers))
    expect(values.get('peermetrics_store_wait_seconds_count{store="events"}')).toBe(batched)
    expect(values.get('peermetrics_report_bytes_stored_total{category="stats"}')).toBeGreaterThan(REPORTS * 20)
    expect([...values.keys()].find(name => name.startsWith('peermetrics_build_info{'))).toContain(`engine="${engine}"`)
    expect(types.get('nodejs_eventloop_lag_p99_seconds')).toBe('gauge')
    // Bounded labels: no ids, keys, paths or addresses.
    const labels = [...values.keys()].filter(name => /measured|alice|nowhere|127\.0\.0\.1|[0-9a-f]{8}-/.test(name))
    expect(labels).toEqual([])
  }, 60_000)

  it('are nowhere on the public port, and nowhere but at /metrics', async () => {
    expect((await exchange('GET', `${server.url}/metrics`)).status).not.toBe(200)
    expect((await exchange('GET', url.replace('/metrics', '/'))).status).toBe(404)
    expect((await exchange('POST', url, 'x')).status).toBe(405)
  })

  it.runIf(hasPromtool())('pass the checks of promtool', async () => {
    const { text } = await scrape(url)
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' })
    // Names of the library for process and Node break its rules for names; a summary is that of a call here.
    const ours = checked.stderr.split('\n').filter(line => line.startsWith('peermetrics_'))
    expect(ours.filter(line => !line.startsWith('peermetrics_summary_lag_seconds '))).toEqual([])
  })

  it('have every name that the alerts and the dashboard use', async () => {
    const { types } = await scrape(url)
    const known = [...types].flatMap(([name, type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    )
    // The supervisor alone starts processes again.
    if (workers === '1') known.push('peermetrics_worker_restarts_total')
    for (const path of ['deploy/prometheus/alerts.yaml', 'deploy/grafana/peermetrics.json']) {
      const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
      const used = new Set(text.match(/\b(?:peermetrics|nodejs|process)_[a-z0-9_]+/g))
      expect(used.size).toBeGreaterThan(5)
      expect([...used].filter(name => !known.includes(name))).toEqual([])
    }
  })
})

describe.runIf(inject('postgresUrl'))('metrics of a group of processes', () => {
  it('are answered while one of them stands still or is away, and count restarts', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startServerProcess(database, { WORKERS: '2', METRICS_ADDRESS: '127.0.0.1:0' })
    const url = String((await server.logged('metrics are served'))['url'])
    const pids = execFileSync('pgrep', ['-P', String(server.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
    const last = pids.at(-1) ?? 0
    const handles = async () => (await scrape(url)).values.get('process_resident_memory_bytes{role="server"}') ?? 0
    const both = await handles()
    process.kill(last, 'SIGSTOP')
    const startedAt = performance.now()
    expect(await handles()).toBeLessThan(both)
    expect(performance.now() - startedAt).toBeLessThan(3000)
    process.kill(last, 'SIGKILL')
    const restarts = async () => (await scrape(url)).values.get('peermetrics_worker_restarts_total{role="server"}')
    await expect.poll(restarts, { timeout: 60_000, interval: 500 }).toBe(1)
  }, 120_000)
})

function hasPromtool(): boolean {
  return spawnSync('promtool', ['--version']).status === 0
}

describe('a value that cannot be read', () => {
  it.each([
    ['in time', () => new Promise<never>(() => {})],
    ['at all', () => Promise.reject(new Error('the database is away'))],
  ])('%s is left out, and the others are there', async (_, read) => {
    const registry = new Registry()
    addGauge(registry, { name: 'plain', help: 'x' }, read)
    addGauge(registry, { name: 'labelled', help: 'x', labelNames: ['of'] }, read)
    addGauge(registry, { name: 'known', help: 'x' }, () => [{ value: 7 }])
    const text = await registry.metrics()
    expect(text.split('\n').filter(line => line && !line.startsWith('#'))).toEqual(['peermetrics_known 7'])
  })
})

describe.runIf(hasPromtool())('the alerts', () => {
  it.each([
    ['check', 'rules', 'alerts.yaml'],
    ['test', 'rules', 'alerts.test.yaml'],
  ])('pass promtool %s %s', (...command) => {
    const cwd = new URL('../../deploy/prometheus/', import.meta.url)
    const { status, stdout, stderr } = spawnSync('promtool', command, { cwd, encoding: 'utf8' })
    expect(status, stdout + stderr).toBe(0)
  })
})
