import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { SignJWT } from 'jose'
import { describe, expect, inject, it } from 'vitest'
import { asObject, type JsonObject } from '../../src/domain/values/json.ts'
import { hasSharedData, sharedPath } from '../support/shared-data.ts'
import { SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { startTestServer } from '../support/test-server.ts'
import { createEmptyTarget } from './support/empty-target.ts'
import { claimsOf, ExistingServer, type RecordedExchange } from './support/existing-server.ts'
import { importInto } from './support/import-into.ts'
import { createSourceCopy } from './support/source-database.ts'

/** The second of the recording in which the proxy turns to the new server: in the middle of the call. */
const SWITCH_MS = 12_000

const WAIT_MS = 30_000

interface TimedExchange extends RecordedExchange {
  atMs: number
}

/** The recorded call without its preflights. */
function recordedCall(): TimedExchange[] {
  const { requests } = JSON.parse(readFileSync(sharedPath('data/sdk-call.json'), 'utf8')) as { requests: JsonObject[] }
  const parse = (text: unknown) =>
    typeof text === 'string' && text !== '' ? asObject(JSON.parse(text)) : asObject(text)
  return requests
    .filter(request => request['method'] !== 'OPTIONS')
    .map(request => ({
      page: String(request['page']),
      method: String(request['method']),
      path: String(request['path']),
      body: parse(request['body']),
      answer: parse(request['response_body']),
      atMs: Number(request['t_ms']),
    }))
}

const isEvent = ({ path }: RecordedExchange) => path !== '/v1/initialize' && path !== '/v1/sessions'

/** Session and kind of event of a request. */
const kindOf = ({ body }: RecordedExchange) =>
  `${claimsOf(body['token'])['s']} ${body['eventName'] ?? body['event'] ?? 'stats'}`

/** The same claims, signed with the secret of the servers, a moment ago. */
const signed = (token: unknown): Promise<string> =>
  new SignJWT({ ...claimsOf(token), t: Date.now() / 1000 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(SESSION_TOKEN_SECRET))

describe.runIf(inject('postgresUrl') && hasSharedData())('a switch in the middle of a call', () => {
  it('loses nothing and stores nothing twice while the import follows', async () => {
    await using source = await createSourceCopy()
    await using database = await createEmptyTarget()
    await importInto(database, source.url)
    await using server = await startTestServer('postgres', {}, database)
    await using existing = await ExistingServer.open(source.url)
    const stop = new AbortController()
    const following = importInto(database, source.url, { follow: true }, stop.signal)
    const call = recordedCall()
    const { c: conferenceId } = claimsOf(call[0]?.answer['token'])
    const before = call.filter(({ atMs }) => atMs < SWITCH_MS)
    // One is still on its way at the existing server when the others go elsewhere.
    const late = before.splice(
      before.findLastIndex(({ body }) => body['eventName'] === 'onicecandidate'),
      1,
    )
    const stored = async () => {
      const rows = await server.rows<{ kind: string }>(
        `select coalesce(event.session_id, connection.session_id)::text || ' ' || event.type as kind
           from event left join connection on connection.id = event.connection_id where event.conference_id = $1`,
        [conferenceId],
      )
      return rows.map(({ kind }) => kind).sort()
    }
    const caughtUp = async (count: number) => {
      for (const end = Date.now() + WAIT_MS; (await stored()).length < count && Date.now() < end; ) await delay(100)
    }

    const half = Math.floor(before.length / 2)
    for (const request of before.slice(0, half)) await existing.handle(request)
    await caughtUp(before.slice(0, half).filter(isEvent).length)
    for (const request of before.slice(half)) await existing.handle(request)
    await caughtUp(before.filter(isEvent).length)
    for (const request of call.filter(({ atMs }) => atMs >= SWITCH_MS)) {
      const body = { ...request.body, token: await signed(request.body['token']) }
      const send = request.method === 'PUT' ? server.put : server.post
      const { status, text } = await send(request.path.replace('/v1', ''), body)
      expect(status, `${request.path} ${text}`).toBe(200)
    }
    for (const request of late) await existing.handle(request)
    stop.abort()
    const { isComplete, output } = await following

    expect(await stored()).toEqual(call.filter(isEvent).map(kindOf).sort())
    expect(isComplete, output).toBe(true)
    const [conference] = await server.rows('select ongoing, end_time from conference where id = $1', [conferenceId])
    expect(conference).toMatchObject({ ongoing: false, end_time: expect.anything() })
    const sessions = await server.rows('select end_time from session where conference_id = $1', [conferenceId])
    expect(sessions).toEqual([{ end_time: expect.anything() }, { end_time: expect.anything() }])
  }, 90_000)
})
