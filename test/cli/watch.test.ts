import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { create } from '@bufbuild/protobuf'
import { Code, ConnectError, createClient, createRouterTransport } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import {
  type WatchConferenceResponse,
  WatchConferenceResponseSchema,
} from '../../gen/peermetrics/query/v1/streams_pb.js'
import { watchConference } from '../../src/cli/remote/watch-conference.ts'
import { ADMIN_API_TOKEN, clientOf, createAccount } from '../support/accounts.ts'
import { addConnection, join, succeeded } from '../support/call.ts'
import { engines } from '../support/database.ts'
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
  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly at %s', async signal => {
    await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
    using person = operator()
    const call = await beginCall(server)
    const args = ['conferences', 'watch', call.conferenceId, '--url', server.url, '--token', ADMIN_API_TOKEN]
    const watching = person.start(args)
    for (let first = 0; !watching.output.stdout.includes('tick'); first++) await call.tick(`tick ${first}`)
    watching.child.kill(signal)
    const { code, stdout, stderr } = await watching.exited
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}connection {6}tick/m)
  })

  it('ends within 5 s, and for good, when its sign-in does, however much happens in the call', async () => {
    await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
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
    expect(code).toBe(1)
    expect(stderr).toMatch(/^peermetrics: the server does not know this token: .+\n$/)
    const shown = ticks(stdout).map(type => Number(type.slice('tick '.length)))
    expect(Math.max(...shown)).toBeLessThanOrEqual(revokedAt + 5000)
  }, 40_000)

  it('is refused for a conference that does not exist', async () => {
    await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
    using person = operator()
    const args = ['conferences', 'watch', 'nonsense', '--url', server.url, '--token', ADMIN_API_TOKEN]
    const { code, stdout, stderr } = await person.run(args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^peermetrics: there is no such conference.+\n$/)
  })
})

/** What a server sends in one connection; then it breaks off, or ends when nothing is left. */
type Sent = [position: string, change?: WatchConferenceResponse['change']][]

const event = (id: string): WatchConferenceResponse['change'] =>
  create(WatchConferenceResponseSchema, { change: { case: 'event', value: { id } } }).change
const issue = (id: string, title: string): WatchConferenceResponse['change'] =>
  create(WatchConferenceResponseSchema, { change: { case: 'issue', value: { id, title } } }).change

async function watchSent(connections: Sent[], failure = new ConnectError('going down', Code.Unavailable)) {
  const asked: string[] = []
  const transport = createRouterTransport(router => {
    router.service(QueryService, {
      async *watchConference({ position }) {
        const sent = connections[asked.length] ?? []
        asked.push(position)
        for (const [after, change] of sent) yield { position: after, ...(change ? { change } : {}) }
        if (asked.length < connections.length) throw failure
      },
    })
  })
  const changes: string[] = []
  const options = { conferenceId: 'c', excludedType: '', signal: new AbortController().signal, onLost: () => {} }
  let refused: unknown
  try {
    for await (const change of watchConference(createClient(QueryService, transport), options)) {
      if (change.case === 'issue') changes.push(`${change.value.id} ${change.value.title}`)
      if (change.case === 'event') changes.push(change.value.id)
    }
  } catch (error) {
    refused = error
  }
  return { asked, changes, refused }
}

describe('what a server sends again after a break', () => {
  it('is told once, after the last position', async () => {
    const { asked, changes, refused } = await watchSent([
      [['p0'], ['p1', event('a')], ['p2', issue('i', 'begins')], ['p3', event('b')]],
      [
        ['p2', issue('i', 'begins')],
        ['p3', event('b')],
        ['p4', issue('i', 'is over')],
      ],
      [
        ['p4', issue('i', 'is over')],
        ['p5', event('c')],
      ],
    ])
    expect(refused).toBeUndefined()
    expect(asked).toEqual(['', 'p3', 'p4'])
    expect(changes).toEqual(['a', 'i begins', 'b', 'i is over', 'c'])
  })

  it('is not asked for when the server refuses, or never answered', async () => {
    const gone = new ConnectError('gone', Code.NotFound)
    expect(await watchSent([[['p0'], ['p1', event('a')]], []], gone)).toMatchObject({ asked: [''], changes: ['a'] })
    const never = await watchSent([[], [['p0']]])
    expect(never).toMatchObject({ asked: [''], changes: [], refused: { code: Code.Unavailable } })
  })
})
