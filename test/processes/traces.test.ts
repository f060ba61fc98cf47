import { setTimeout as delay } from 'node:timers/promises'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../operations/support/otlp-receiver.ts'
import { addConnection, joinCall, statsReport } from '../operations/support/page.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { holdWrites } from '../support/held-lock.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange } from '../support/test-server.ts'

const trace = (digit: string, flags = '01') => `00-${digit.repeat(32)}-${digit.repeat(16)}-${flags}`

/** Ends with an error when anything of OpenTelemetry is loaded but its API, which the job queue loads for itself. */
const WITHOUT_OPENTELEMETRY = `
  import { registerHooks } from 'node:module'
  registerHooks({ resolve(name, context, next) {
    if (/^@opentelemetry\\/(?!api$)/.test(name)) throw new Error('loaded ' + name)
    return next(name, context)
  } })`

describe.each(engines())('the traces of a server on %s', engine => {
  let database: TestDatabase
  let receiver: OtlpReceiver
  let server: ServerProcess
  let spans: readonly ReceivedSpan[]
  const isPostgres = engine === 'postgres'

  /** One conversation; what is traced of it is sent when the server stops. */
  beforeAll(async () => {
    database = await createDatabase(engine)
    receiver = await startOtlpReceiver()
    server = await startServerProcess(database, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_TRACES_SAMPLER_ARG: '0',
      ADMIN_API_TOKEN,
      TRUSTED_PROXIES: '127.0.0.0/8',
      USE_EXTERNAL_GEOIP_PROVIDER: 'true',
      IPSTACK_URL: receiver.url,
      IPSTACK_ACCESS_KEY: 'key-of-ipstack',
    })
    const page = await joinCall(server.api, { conferenceId: 'traced', userId: 'alice' })
    const { connectionId } = await addConnection(page, 'bob')
    const stats = async (timestamp: number, traceparent: string) => {
      const body = { token: page.token, connectionId, data: statsReport(timestamp) }
      expect((await exchange('POST', `${server.api}/stats`, body, { traceparent })).status).toBe(200)
    }
    // The first report of a connection changes its rows, too.
    await stats(1, trace('b', '00'))
    const release = isPostgres ? await holdWrites(database, 'event') : undefined
    const slow = stats(2, trace('a'))
    if (release) await delay(100)
    await release?.()
    await slow
    const init = { apiKey: API_KEY, conferenceId: 'traced', userId: 'carol' }
    const { body } = await exchange('POST', `${server.api}/initialize`, init, { traceparent: 'no-trace' })
    const headers = { traceparent: trace('c'), 'x-forwarded-for': '8.8.8.8' }
    await exchange('POST', `${server.api}/sessions`, { token: body.token }, headers)
    await expectSoon(() => receiver.others.length > 0)
    await exchange('GET', `${server.api}/nowhere/secret`, undefined, { traceparent: trace('d') })
    const query = createClient(QueryService, createGrpcTransport({ baseUrl: server.url }))
    const credentials = { authorization: `Bearer ${ADMIN_API_TOKEN}` }
    await query.listConferences({}, { headers: { ...credentials, traceparent: trace('e') } })
    await expect(query.listConferences({}, { headers: { traceparent: trace('f') } })).rejects.toThrow()
    expect(await server.stop()).toMatchObject({ code: 0 })
    spans = receiver.spans
  }, 90_000)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await receiver?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })

  const ofTrace = (digit: string) => spans.filter(({ traceId }) => traceId === digit.repeat(32))

  it('have the report of a page, below what its sender traced, and the batch that stored it', () => {
    const [request] = ofTrace('a').filter(({ name }) => name === 'POST /v1/stats')
    expect(request).toMatchObject({
      parentSpanId: 'a'.repeat(16),
      kind: 2,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/v1/stats',
        'http.response.status_code': 200,
        'url.path': '/v1/stats',
        'url.scheme': 'http',
        'server.address': '127.0.0.1',
      },
    })
    const [batch] = ofTrace('a').filter(({ name }) => name === 'store events')
    expect(batch).toMatchObject({ parentSpanId: request?.spanId, attributes: { 'peermetrics.batch.items': 1 } })
    const statements = ofTrace('a').filter(({ attributes }) => attributes['db.system.name'] === 'postgresql')
    if (isPostgres) {
      const [insert] = statements.filter(({ parentSpanId }) => parentSpanId === batch?.spanId)
      expect(insert?.attributes['db.query.text']).toContain('insert into event')
    }
  })

  it('are named in the log lines of the requests', () => {
    const lines = server.log().filter(({ msg }) => msg === 'request')
    const traced = lines.filter(({ traceId }) => traceId !== undefined)
    expect(traced.map(({ route, traceId }) => [route, String(traceId)[0]])).toEqual([
      ['/stats', 'a'],
      ['/sessions', 'c'],
      ['/v1/nowhere/secret', 'd'],
      ['peermetrics.query.v1.QueryService/ListConferences', 'e'],
      ['peermetrics.query.v1.QueryService/ListConferences', 'f'],
    ])
  })

  it('have nothing of what their sender, or chance, does not trace', () => {
    expect(new Set(spans.map(({ traceId }) => traceId[0]))).toEqual(new Set(['a', 'c', 'd', 'e', 'f']))
  })

  it('go on in requests to others, without telling their secrets', () => {
    const [lookup] = ofTrace('c').filter(({ kind, name }) => kind === 3 && name === 'GET')
    const [asked] = receiver.others
    expect(asked?.url).toContain('8.8.8.8')
    expect(asked?.headers['traceparent']).toBe(`00-${'c'.repeat(32)}-${lookup?.spanId}-01`)
    expect(ofTrace('c').map(({ spanId }) => spanId)).toContain(lookup?.parentSpanId)
    const told = JSON.stringify(spans)
    for (const secret of ['key-of-ipstack', '8.8.8.8', ADMIN_API_TOKEN, API_KEY]) expect(told).not.toContain(secret)
  })

  it('have RPCs by the conventions for them', () => {
    const name = 'peermetrics.query.v1.QueryService/ListConferences'
    const call = { name, kind: 2, attributes: { 'rpc.system.name': 'grpc', 'rpc.method': name } }
    expect(ofTrace('e').filter(({ kind }) => kind === 2)).toMatchObject([
      { ...call, parentSpanId: 'e'.repeat(16), attributes: { ...call.attributes, 'rpc.status_code': 'OK' } },
    ])
    expect(ofTrace('f')).toMatchObject([
      { ...call, attributes: { ...call.attributes, 'rpc.status_code': 'UNAUTHENTICATED' } },
    ])
  })

  it('have unknown paths without a route', () => {
    const [span] = ofTrace('d')
    expect(span).toMatchObject({ name: 'GET', attributes: { 'http.response.status_code': 404 } })
    expect(span?.attributes).not.toHaveProperty('http.route')
  })
})

describe.each(engines().slice(-1))('traces on %s', engine => {
  it('have the jobs, when all is traced, and go to a collector that is away without harm', async () => {
    await using database = await createDatabase(engine)
    await using receiver = await startOtlpReceiver()
    await using server = await startServerProcess(database, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_TRACES_SAMPLER_ARG: '1',
      ADMIN_API_TOKEN,
    })
    const page = await joinCall(server.api, { conferenceId: 'summarized', userId: 'alice' })
    await addConnection(page, 'bob')
    await page.post('/events/browser', { eventName: 'endCall' })
    const [conference] = (
      await exchange('GET', `${server.api}/conferences?created_at_gt=2020-01-01`, undefined, bearer)
    ).body.data
    const graphs = () => exchange('GET', `${server.api}/conferences/${conference.id}/graphs`, undefined, bearer)
    while (!('summary' in (await graphs()).body)) await delay(50)
    await server.stop()
    const job = receiver.spans.find(({ name }) => name === 'job summary')
    expect(job).toMatchObject({ parentSpanId: '', kind: 1, attributes: { 'peermetrics.job.queue': 'summary' } })
    await receiver[Symbol.asyncDispose]()
    await using alone = await startServerProcess(database, {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_TRACES_SAMPLER_ARG: '1',
    })
    await joinCall(alone.api, { conferenceId: 'untold', userId: 'alice' })
    expect(await alone.stop()).toMatchObject({ code: 0 })
  }, 90_000)

  it('load nothing when they are not asked for', async () => {
    await using database = await createDatabase(engine)
    const hook = `--import data:text/javascript,${encodeURIComponent(WITHOUT_OPENTELEMETRY)}`
    await using server = await startServerProcess(database, { NODE_OPTIONS: hook })
    await joinCall(server.api, { conferenceId: 'untraced', userId: 'alice' })
    await expect(
      startServerProcess(database, { NODE_OPTIONS: hook, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }),
    ).rejects.toThrow('loaded @opentelemetry/')
  }, 60_000)
})

const bearer = { authorization: `Bearer ${ADMIN_API_TOKEN}` }

async function expectSoon(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await delay(10)) if (isTrue()) return
  throw new Error('It did not come true within 10 s')
}
