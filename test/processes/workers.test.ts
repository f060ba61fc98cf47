import { execFileSync } from 'node:child_process'
import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { create } from '@bufbuild/protobuf'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ProcessRole, ServerProcessSchema, ServerService } from '../../gen/peermetrics/admin/v1/server_service_pb.js'
import { addConnection, joinCall, statsReport } from '../operations/support/page.ts'
import { storedContents } from '../operations/support/stored-events.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

const CLIENTS = 8

/** A client gives up then. */
const PATIENCE_MS = 5000

/** One request over a connection of its own. @returns its status; 0 when the connection broke */
function sendOnce(url: string, body: object): Promise<number> {
  return new Promise(resolve => {
    const request = http.request(url, { method: 'POST', agent: false }, response => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', () => resolve(0))
    request.setTimeout(PATIENCE_MS, () => request.destroy(new Error('no answer')))
    request.end(JSON.stringify(body))
  })
}

/** Pause of a client between two reports, in ms: some request is always open, and the processes have time to start. */
const PAUSE_MS = 20

/** Numbers the reports of all loads. */
let marker = 0

/** Clients that send one stats report after the other, each until it was answered 200, as SDKs do. */
async function startLoad(server: ServerProcess) {
  const page = await joinCall(server.api, { conferenceId: 'load', userId: 'alice' })
  const { connectionId } = await addConnection(page, 'bob')
  const { token } = page
  const broken: number[] = []
  const before = marker
  let running = true
  const client = async () => {
    while (running) {
      const body = { token, connectionId, data: statsReport(++marker) }
      for (;;) {
        const status = await sendOnce(`${server.api}/stats`, body)
        if (status === 200) break
        broken.push(status)
        await delay(PAUSE_MS)
      }
      await delay(PAUSE_MS)
    }
  }
  const ended = Promise.all(Array.from({ length: CLIENTS }, client))
  const until = async (count: number) => {
    for (const target = marker + count; marker < target; ) await delay(10)
  }
  const stop = async () => {
    running = false
    await ended
    return Array.from({ length: marker - before }, (_, index) => before + index + 1)
  }
  return { until, stop, broken }
}

async function storedMarkers(database: TestDatabase): Promise<number[]> {
  // biome-ignore lint/suspicious/noExplicitAny: contents are of several kinds
  const markers = (await storedContents(database)).flatMap((content: any) => content?.connection?.timestamp ?? [])
  return markers.map(Number).sort((a, b) => a - b)
}

const childrenOf = (pid: number): number[] =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number)

/** Asks again and again over one connection, and so the same process. */
function statusOf({ url }: ServerProcess) {
  const client = createClient(ServerService, createGrpcTransport({ baseUrl: url }))
  return async () => {
    const startedAt = performance.now()
    const status = await client.getServerStatus({}, { headers: { authorization: `Bearer ${ADMIN_API_TOKEN}` } })
    return { ...status, tookMs: performance.now() - startedAt }
  }
}

/** A process that has not answered. */
const unmeasured = (role: ProcessRole, pid = 0) => create(ServerProcessSchema, { role, pid })

/** Halts a process until the end of the block. */
function halt(pid: number): Disposable {
  process.kill(pid, 'SIGSTOP')
  return { [Symbol.dispose]: () => void process.kill(pid, 'SIGCONT') }
}

describe.runIf(inject('postgresUrl'))('several processes on one port', () => {
  let database: TestDatabase
  let server: ServerProcess
  const sent: number[] = []

  beforeAll(async () => {
    database = await createDatabase('postgres')
    server = await startServerProcess(database, { WORKERS: '2', ADMIN_API_TOKEN })
  }, 120_000)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })

  it('say of each other how they do, and of one that stands still that it does not answer', async () => {
    const ask = statusOf(server)
    const all = await ask()
    const { SUPERVISOR, SERVER, JOBS } = ProcessRole
    expect(all.processes.map(({ role }) => role)).toEqual([SUPERVISOR, SERVER, SERVER, JOBS])
    expect(all.processes[0]?.pid).toBe(server.pid)
    const pids = all.processes.slice(1).map(({ pid }) => pid)
    expect(pids.toSorted()).toEqual(childrenOf(server.pid).toSorted())
    for (const { residentBytes = 0n, heapUsedBytes = 0n, eventLoopDelay, startTime } of all.processes) {
      expect(heapUsedBytes).toBeGreaterThan(1_000_000n)
      expect(residentBytes).toBeGreaterThan(heapUsedBytes)
      expect(eventLoopDelay).toBeDefined()
      const age = Date.now() / 1000 - Number(startTime?.seconds)
      expect(age > 0 && age < 120).toBe(true)
    }
    expect(all.processes).toContainEqual(all.process)

    const answering = all.process?.pid
    const [halted] = all.processes.filter(({ pid, role }) => role === SERVER && pid !== answering)
    {
      using _ = halt(halted?.pid ?? 0)
      const { processes, tookMs } = await ask()
      expect(processes.map(({ pid }) => pid)).toEqual(all.processes.map(({ pid }) => pid))
      expect(processes.filter(({ startTime }) => !startTime)).toEqual([unmeasured(SERVER, halted?.pid)])
      expect(tookMs).toBeLessThan(1500)
    }
    {
      using _ = halt(server.pid)
      const { process: own, processes, tookMs } = await ask()
      expect(processes).toEqual([unmeasured(SUPERVISOR, server.pid), own])
      expect(own?.pid).toBe(answering)
      expect(tookMs).toBeLessThan(1500)
    }
    expect((await ask()).processes.filter(({ startTime }) => !startTime)).toEqual([])
  }, 30_000)

  it('are renewed on SIGHUP without a request that fails', async () => {
    const load = await startLoad(server)
    const before = childrenOf(server.pid)
    server.kill('SIGHUP')
    await server.logged('all processes were renewed')
    await load.until(50)
    sent.push(...(await load.stop()))
    expect(load.broken).toEqual([])
    expect(childrenOf(server.pid).filter(pid => before.includes(pid))).toEqual([])
  }, 90_000)

  it('break the connection that one was handed and had not taken when it ended', async () => {
    const { process: own, processes } = await statusOf(server)()
    const halted = processes.find(({ pid, role }) => role === ProcessRole.SERVER && pid !== own?.pid)?.pid ?? 0
    process.kill(halted, 'SIGSTOP')
    const statuses: number[] = []
    const sending = Array.from({ length: 4 }, async () => statuses.push(await sendOnce(`${server.api}/initialize`, {})))
    await expect.poll(() => statuses).toEqual([400, 400, 400])
    const killedAt = performance.now()
    process.kill(halted, 'SIGKILL')
    await Promise.all(sending)
    expect(statuses).toEqual([400, 400, 400, 0])
    expect(performance.now() - killedAt).toBeLessThan(PATIENCE_MS / 2)
    await server.logged('a process works again')
  }, 30_000)

  it('lose and double nothing when one after the other is killed under load, and are started again', async () => {
    const load = await startLoad(server)
    const first = childrenOf(server.pid)
    expect(first).toHaveLength(3)
    const restarts = () => server.log().filter(({ msg }) => msg === 'a process works again').length
    const before = restarts()
    for (const [index, pid] of first.entries()) {
      await load.until(50)
      process.kill(pid, 'SIGKILL')
      while (restarts() <= before + index) await delay(50)
    }
    await load.until(50)
    sent.push(...(await load.stop()))
    expect(childrenOf(server.pid).filter(pid => first.includes(pid))).toEqual([])
    expect(await server.stop()).toEqual({ code: 0, signal: null })
    expect(await storedMarkers(database)).toEqual(sent)
  }, 90_000)
})
