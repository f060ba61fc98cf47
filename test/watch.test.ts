import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { fromJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { ApiTokenScope } from '../gen/peermetrics/admin/v1/api_token_pb.js'
import { ApiTokenService } from '../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { QueryService } from '../gen/peermetrics/query/v1/query_service_pb.js'
import type { WatchConferenceResponse } from '../gen/peermetrics/query/v1/streams_pb.js'
import { ADMIN_API_TOKEN, clientOf, createOrganization } from './support/accounts.ts'
import { addConnection, join, statsReport, succeeded } from './support/call.ts'
import { createDatabase, engines } from './support/database.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

const settings = { adminApiToken: ADMIN_API_TOKEN }

type Change = WatchConferenceResponse['change']

/** Values of changes by their kind. */
type Sent = { [Each in Change as NonNullable<Each['case']>]: Each['value'] }

/** A watch that runs, and what it has sent so far. */
class Watch implements AsyncDisposable {
  readonly messages: WatchConferenceResponse[] = []
  readonly #abort = new AbortController()
  /** Undefined when it ended with OK. */
  readonly ended: Promise<ConnectError | undefined>
  #outcome = 'it goes on'

  constructor(
    server: TestServer,
    request: { conferenceId: string; position?: string; excludedType?: string; omitEventData?: boolean },
    token = ADMIN_API_TOKEN,
  ) {
    const stream = clientOf(QueryService, server, token).watchConference(request, { signal: this.#abort.signal })
    this.ended = this.#read(stream).then(
      () => {
        this.#outcome = 'it ended'
        return undefined
      },
      (error: unknown) => {
        const failure = ConnectError.from(error)
        this.#outcome = failure.message
        return failure
      },
    )
  }

  async #read(stream: AsyncIterable<WatchConferenceResponse>): Promise<void> {
    for await (const message of stream) this.messages.push(message)
  }

  get events(): string[] {
    return this.messages.flatMap(({ change }) => (change.case === 'event' ? [change.value.type] : []))
  }

  /** What was sent of a kind. */
  values<Kind extends keyof Sent>(kind: Kind): Sent[Kind][] {
    return this.messages.flatMap(({ change }) => (change.case === kind ? [change.value as Sent[Kind]] : []))
  }

  async until(condition: () => boolean, limitMs = 10_000): Promise<void> {
    const end = Date.now() + limitMs
    while (!condition()) {
      if (Date.now() > end) {
        const { length } = this.events
        throw new Error(`The watch has sent ${length} events, the last ones ${this.events.slice(-5)}; ${this.#outcome}`)
      }
      await delay(10)
    }
  }

  async begun(): Promise<void> {
    await this.until(() => this.messages.length > 0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort()
    await this.ended
  }
}

async function startCall(server: TestServer, conferenceId = 'watched') {
  const caller = await join(server, { conferenceId, userId: 'ann' })
  const connection = await addConnection(server, caller, 'ben')
  const queries = clientOf(QueryService, server, ADMIN_API_TOKEN)
  const { matches } = await queries.search({ query: conferenceId })
  return { ...caller, ...connection, id: matches[0]?.id ?? '' }
}

const custom = (server: TestServer, token: string, eventName: string) =>
  server.post('/events/browser', { token, eventName }).then(succeeded)

describe.each(engines())('a watched conference on %s', engine => {
  it('shows what any server stores, as it is stored, until it ends', async () => {
    await using database = await createDatabase(engine)
    await using server = await startTestServer(engine, settings, database)
    await using second = engine === 'postgres' ? await startTestServer(engine, settings, database) : undefined
    const other = second ?? server
    const call = await startCall(server)
    await using watch = new Watch(server, { conferenceId: call.id })
    await watch.begun()
    expect(watch.messages[0]).toMatchObject({ position: expect.stringMatching(/./), change: { case: undefined } })
    await custom(other, call.token, 'first')
    const { token, connectionId, peerId } = call
    succeeded(await other.post('/stats', { token, connectionId, data: statsReport(1) }))
    const failed = { token, connectionId, peerId, eventName: 'onconnectionstatechange', data: 'failed' }
    succeeded(await other.post('/connection', failed))
    await custom(other, call.token, 'endCall')
    expect(await watch.ended).toBeUndefined()
    const { messages, events } = watch
    // A stats report reads as one event for its track and one for the connection.
    expect(events).toEqual(['first', 'stats', 'stats', 'onconnectionstatechange', 'endCall'])
    const issues = messages.flatMap(({ change }) => (change.case === 'issue' ? [change.value.code] : []))
    expect(issues).toContain('connection_failed')
    expect(messages.at(-1)?.change).toMatchObject({ case: 'conference', value: { ongoing: false } })
  })

  it('goes on from a position, and misses nothing in between', async () => {
    await using server = await startTestServer(engine, settings)
    const call = await startCall(server)
    const broken = new Watch(server, { conferenceId: call.id, excludedType: 'stats' })
    await broken.begun()
    await custom(server, call.token, 'before')
    await broken.until(() => broken.events.includes('before'))
    await broken[Symbol.asyncDispose]()
    await custom(server, call.token, 'meanwhile')
    const position = broken.messages.at(-1)?.position ?? ''
    await using watch = new Watch(server, { conferenceId: call.id, position, excludedType: 'stats' })
    await watch.until(() => watch.events.includes('meanwhile'))
    await custom(server, call.token, 'after')
    await watch.until(() => watch.events.includes('after'))
    // After a break, what is there as it is now.
    expect(watch.values('connection').map(({ id }) => id)).toEqual([call.connectionId])
    expect(
      watch
        .values('participant')
        .map(({ externalId }) => externalId)
        .toSorted(),
    ).toEqual(['ann', 'ben'])

    await using brief = new Watch(server, { conferenceId: call.id, excludedType: 'stats', omitEventData: true })
    await brief.begun()
    const cem = await join(server, { conferenceId: 'watched', userId: 'cem' })
    const { token } = cem
    const { connectionId, peerId } = await addConnection(server, cem, 'ann')
    const track = { token, connectionId, peerId, event: 'ontrack', trackId: 'heard', data: { kind: 'audio' } }
    succeeded(await server.post('/tracks', track))
    await brief.until(() => brief.values('track').length > 0)
    const [session] = brief.values('session')
    expect(brief.values('participant')).toMatchObject([{ externalId: 'cem', id: session?.participantId }])
    expect(brief.values('connection')[0]).toMatchObject({ id: connectionId, sessionId: session?.id, peerId })
    expect(brief.values('track')).toMatchObject([{ sessionId: session?.id, connectionId, trackIdentifier: 'heard' }])
    const kinds = brief.messages.map(({ change }) => change.case)
    expect(kinds.indexOf('connection')).toBeLessThan(kinds.indexOf('event'))
    const large = { token, eventName: 'custom', data: { eventName: 'note', text: 'x'.repeat(2000) } }
    succeeded(await server.post('/events/browser', large))
    await custom(server, token, 'unload')
    await brief.until(() => brief.values('session').some(({ id, endTime }) => id === session?.id && endTime))
    const omitted = () => brief.values('event').filter(({ dataOmitted }) => dataOmitted)
    // What has changed comes before the events.
    await brief.until(() => omitted().length > 0)
    expect(omitted().map(({ type, data }) => [type, data])).toEqual([
      ['custom', fromJson(ValueSchema, { eventName: 'note' })],
    ])
    expect(brief.values('connection').at(-1)).toMatchObject({ id: connectionId, endTime: expect.anything() })
  })

  it('tells a position that is damaged or of another conference from one that is good', async () => {
    await using server = await startTestServer(engine, settings)
    const call = await startCall(server)
    const other = await startCall(server, 'another')
    await using watch = new Watch(server, { conferenceId: other.id })
    await watch.begun()
    for (const position of ['nonsense', watch.messages[0]?.position ?? '']) {
      const error = await new Watch(server, { conferenceId: call.id, position }).ended
      expect(error?.code).toBe(Code.InvalidArgument)
    }
  })

  it('lets a reader that does not read fall behind, and nobody wait for it', async () => {
    await using server = await startTestServer(engine, settings)
    const call = await startCall(server)
    const abort = new AbortController()
    const stalled = clientOf(QueryService, server, ADMIN_API_TOKEN).watchConference(
      { conferenceId: call.id },
      { signal: abort.signal },
    )
    const iterator = stalled[Symbol.asyncIterator]()
    await iterator.next()
    await using watch = new Watch(server, { conferenceId: call.id })
    await watch.begun()
    // More than the buffers of a socket hold, in texts that do not compress, then more events than a queue holds.
    const data = (batch: number) => (batch < 20 ? randomBytes(45_000).toString('base64') : 'x')
    for (let batch = 0; batch < 70; batch++) {
      const sent = Array.from({ length: 10 }, () =>
        server.post('/events/browser', { token: call.token, eventName: 'big', data: data(batch) }).then(succeeded),
      )
      await Promise.all(sent)
      // Who reads is not to fall behind, however slow the machine is.
      await watch.until(() => watch.events.length >= (batch - 20) * 10)
    }
    await custom(server, call.token, 'last')
    await watch.until(() => watch.events.includes('last'), 20_000)
    expect(watch.events.filter(type => type === 'big')).toHaveLength(700)
    const refusal = (async () => {
      while (!(await iterator.next()).done) {
        // Reads what was on its way.
      }
    })()
    await expect(refusal).rejects.toMatchObject({ code: Code.Unavailable })
    abort.abort()
  }, 60_000)
})

describe.each(engines().slice(-1))('a watch on %s', engine => {
  it('ends when its token is revoked', async () => {
    await using server = await startTestServer(engine, settings)
    const { owner, organizationId } = await createOrganization(server, 'alpha')
    expect(organizationId).not.toBe('')
    const tokens = clientOf(ApiTokenService, server, owner.token)
    const { apiToken, secret } = await tokens.createApiToken({ name: 'watcher', scopes: [ApiTokenScope.READ] })
    const call = await startCall(server)
    const stranger = await new Watch(server, { conferenceId: call.id }, secret).ended
    expect(stranger?.code).toBe(Code.NotFound)
    await tokens.revokeApiToken({ apiTokenId: apiToken?.id ?? '' })
    expect((await new Watch(server, { conferenceId: call.id }, secret).ended)?.code).toBe(Code.Unauthenticated)
  })
})
