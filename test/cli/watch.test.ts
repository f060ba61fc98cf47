import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf, createAccount } from '../support/accounts.ts'
import { addConnection, join, succeeded } from '../support/call.ts'
import { engines, lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { operator } from './cli-process.ts'

/** The way to a server, which can be cut. */
async function cuttableWay(to: string) {
  const { port } = new URL(to)
  const sockets = new Set<Socket>()
  const listener = net.createServer(inner => {
    const outer = net.connect(Number(port), '127.0.0.1')
    for (const socket of [inner, outer]) {
      sockets.add(socket)
      socket
        .on('error', () => {})
        .on('close', () => {
          inner.destroy()
          outer.destroy()
        })
    }
    inner.pipe(outer).pipe(inner)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    cut: () => {
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    [Symbol.dispose]: () => {
      listener.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function beginCall(server: TestServer) {
  const caller = await join(server, { conferenceId: 'watched', userId: 'alice' })
  const { connectionId, peerId } = await addConnection(server, caller, 'bob')
  const about = { token: caller.token, connectionId, peerId }
  const { matches } = await clientOf(QueryService, server, ADMIN_API_TOKEN).search({ query: 'watched' })
  return {
    conferenceId: matches[0]?.id ?? '',
    tick: async (eventName: string) => succeeded(await server.post('/connection', { ...about, eventName })),
    end: async () => succeeded(await server.post('/events/browser', { ...about, eventName: 'endCall' })),
  }
}

/** Names of the events among lines of JSON. */
const ticks = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .flatMap(line => JSON.parse(line).event?.type ?? [])
    .filter((type: string) => type.startsWith('tick'))

describe.each(engines())('a conference on %s that is watched', engine => {
  it('is followed over a lost connection to its end, everything once', async () => {
    await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    using way = await cuttableWay(server.url)
    using person = operator()
    const call = await beginCall(server)
    const args = ['conferences', 'watch', call.conferenceId, '--json', '--url', way.url, '--token', ADMIN_API_TOKEN]
    const watching = person.start(args)
    // Only what comes after the first message is sent: the first tick is repeated until the watch has begun.
    for (let first = 0; !watching.output.stdout.includes('tick first'); first++) await call.tick(`tick first ${first}`)
    await call.tick('tick 1')
    await watching.printed('tick 1')
    way.cut()
    await call.tick('tick 2')
    await watching.printed('tick 2')
    await call.tick('tick 3')
    await watching.printed('tick 3')
    await call.end()
    const { code, stdout, stderr } = await watching.exited
    expect(code).toBe(0)
    expect(stderr).toMatch(/^peermetrics: .+ Trying again\.\n/)
    expect(ticks(stdout).filter(type => !type.includes('first'))).toEqual(['tick 1', 'tick 2', 'tick 3'])
    expect(new Set(ticks(stdout)).size).toBe(ticks(stdout).length)
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(last.conference).toMatchObject({ id: call.conferenceId })
  })
})

describe('a watch', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends cleanly at %s, with code %i', async (signal, exitCode) => {
    await using server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
    using person = operator()
    const call = await beginCall(server)
    const args = ['conferences', 'watch', call.conferenceId, '--url', server.url, '--token', ADMIN_API_TOKEN]
    const watching = person.start(args)
    for (let first = 0; !watching.output.stdout.includes('tick'); first++) await call.tick(`tick ${first}`)
    watching.child.kill(signal)
    const { code, stdout, stderr } = await watching.exited
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: '' })
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}connection {6}tick/m)
  })

  it('ends within 5 s, and for good, when its sign-in does, however much happens in the call', async () => {
    await using server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
    using person = operator()
    const call = await beginCall(server)
    const { token } = await createAccount(server, 'root@watch.test', { superuser: true })
    const args = ['conferences', 'watch', call.conferenceId, '--json', '--url', server.url, '--token', token]
    const watching = person.start(args)
    let ended = false
    const result = watching.exited.finally(() => {
      ended = true
    })
    let revokedAt = 0
    for (; !ended; await delay(20)) {
      await call.tick(`tick ${Date.now()}`)
      if (revokedAt > 0 || !watching.output.stdout.includes('tick')) continue
      await clientOf(AccountService, server, token).signOut({})
      revokedAt = Date.now()
    }
    const { code, stdout, stderr } = await result
    expect(code).toBe(4)
    expect(JSON.parse(stderr).error.reason).toBe('invalid_token')
    const shown = ticks(stdout).map(type => Number(type.slice('tick '.length)))
    expect(Math.max(...shown)).toBeLessThanOrEqual(revokedAt + 5000)
  }, 40_000)

  it('is refused for a conference that does not exist', async () => {
    await using server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
    using person = operator()
    const args = ['conferences', 'watch', 'nonsense', '--url', server.url, '--token', ADMIN_API_TOKEN]
    const { code, stdout, stderr } = await person.run(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^peermetrics: there is no such conference.+\n$/)
  })
})
