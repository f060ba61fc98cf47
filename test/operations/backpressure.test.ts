import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, inject, it } from 'vitest'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { enveloped } from '../faults/damaged-messages.ts'
import { callRaw, connectTo, type RawOutcome } from '../faults/raw-rpc.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { holdWrites } from '../support/held-lock.ts'
import { readRows } from '../support/stored-rows.ts'
import { exchange, type Reply, startTestServer } from '../support/test-server.ts'
import { joinCall } from './support/page.ts'

const QUIET_KEY = 'q1q2q3q4q5q6q7q8q9q0q1q2q3q4q5q6'

/** Large enough that a few dozen fill the room that one app may take. */
const LARGE = 'x'.repeat(500_000)

/** More than may wait. */
const EVENTS = 60

async function addApp(database: TestDatabase): Promise<void> {
  await readRows(
    database,
    `insert into app (id, organization_id, name, api_key, interval, recording, durations_days, thresholds, is_active, created_at)
     select gen_random_uuid(), organization_id, 'Quiet app', $1, interval, true, '{}', '{}', true, now() from app limit 1`,
    [QUIET_KEY],
  )
}

/** Session token of a page of the second app. */
async function quietToken(api: string): Promise<string> {
  const init = await exchange('POST', `${api}/initialize`, { apiKey: QUIET_KEY, conferenceId: 'quiet', userId: 'u' })
  return (await exchange('POST', `${api}/sessions`, { token: init.body.token })).body.token
}

/** How an event that is too large is answered over each protocol of RPC. */
async function sentByRpc(url: string, token: string): Promise<RawOutcome[]> {
  const session = connectTo(url)
  const message = Buffer.from(JSON.stringify({ eventName: 'tick', data: LARGE }))
  const send = (type: string, body: Uint8Array) => {
    const headers = { 'content-type': type, authorization: `Bearer ${token}` }
    return callRaw(session, `/${IngestService.typeName}/RecordBrowserEvent`, { headers, body })
  }
  const answers = await Promise.all([
    send('application/json', message),
    send('application/grpc+json', enveloped(message)),
    send('application/grpc-web+json', enveloped(message)),
  ])
  session.close()
  return answers
}

describe.runIf(inject('postgresUrl'))('a server whose database has stalled', () => {
  it('refuses an app that sends more than may wait, keeps room for others, and goes on at once', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startTestServer('postgres', {}, database)
    await addApp(database)
    const noisy = await joinCall(server.api, { conferenceId: 'noisy', userId: 'u' })
    const quiet = await quietToken(server.api)
    const event = (token: string, data: string) =>
      exchange('POST', `${server.api}/events/browser`, { token, eventName: 'tick', data })

    const release = await holdWrites(database, 'event')
    const refused: Reply[] = []
    const sent = Array.from({ length: EVENTS }, async () => {
      const reply = await event(noisy.token, LARGE)
      if (reply.status === 503) refused.push(reply)
      return reply.status
    })
    while (refused.length === 0) await delay(20)
    const waiting = event(quiet, 'from the quiet app')
    expect(await Promise.race([waiting.then(({ status }) => status), delay(500, 'waits')])).toBe('waits')
    for (const { headers, body } of refused) {
      expect(headers.get('retry-after')).toBe('1')
      expect(body.error_code).toBe('overloaded')
    }
    for (const refusal of await sentByRpc(server.url, noisy.token)) {
      expect(refusal).toMatchObject({ code: 'unavailable', retryAfter: '1' })
    }

    await release()
    expect((await waiting).status).toBe(200)
    const statuses = await Promise.all(sent)
    expect(new Set(statuses)).toEqual(new Set([200, 503]))
    expect((await event(noisy.token, 'again')).status).toBe(200)
    await server.stop()
    const stored = await server.rows(
      "select length(data #>> '{}') as length, count(*)::int as n from event group by 1 order by 1",
    )
    expect(stored).toEqual([
      { length: 'again'.length, n: 1 },
      { length: 'from the quiet app'.length, n: 1 },
      { length: LARGE.length, n: statuses.filter(status => status === 200).length },
    ])
  })
})
