import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { replay } from '../packages/cli/src/replay/replay.ts'
import { httpSender } from '../packages/cli/src/replay/send-http.ts'
import { readTrace } from '../packages/cli/src/replay/trace.ts'
import { engines } from './support/database.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'
import type { Row } from './support/stored-rows.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

/** The loss lasts from 40 s after the connection on, to the end or near it; a report comes every 5 s. */
const FILE = 'data/impaired-calls/08-loss-8pc-both.json'

async function untilSummarised(server: TestServer, conferenceId: string): Promise<void> {
  const headers = { authorization: `Bearer ${ADMIN_API_TOKEN}` }
  for (let tries = 0; tries < 100; tries++) {
    const response = await fetch(`${server.api}/conferences/${conferenceId}/graphs`, { headers })
    if ('summary' in ((await response.json()) as object)) return
    await delay(200)
  }
  throw new Error('The summary was not built')
}

/** Replays a recorded call through the HTTP routes and waits for its summary. */
async function replayed(server: TestServer, file: string): Promise<void> {
  const trace = await readTrace(sharedPath(file))
  const exchanges = await replay(trace, { apiKey: server.apiKey, speed: 'max', send: httpSender(server.api) })
  const initialized = exchanges.find(({ request }) => request.path === '/v1/initialize' && request.method === 'POST')
  const { token } = JSON.parse(initialized?.answer?.text ?? '{}') as { token: string }
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { c: string }
  await untilSummarised(server, claims.c)
}

async function issuesOf(server: TestServer): Promise<Row[]> {
  await replayed(server, FILE)
  return await server.rows(
    `select code, type, data, conference_id is not null and session_id is not null and participant_id is not null
              and connection_id is not null as placed,
            extract(epoch from started_at - (select min(start_time) from connection))::float as "from",
            extract(epoch from ended_at - (select min(start_time) from connection))::float as "to",
            (select external_id from participant where id = participant_id) as user
       from issue where started_at is not null order by started_at`,
  )
}

describe.runIf(hasSharedData())('what went wrong in a call', () => {
  it.each(engines())(
    'is stored as issues with a life when it came through the routes, on %s',
    async engine => {
      await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN, statsIntervalMs: 5000 })
      const issues = await issuesOf(server)
      const losses = issues.filter(({ code }) => code === 'high_packet_loss')
      expect(new Set(losses.map(({ user }) => user))).toEqual(new Set(['alice', 'bob']))
      for (const { type, data, from, to, placed } of losses) {
        expect({ type, placed }).toEqual({ type: 'warning', placed: true })
        expect(data).toMatchObject({ unit: '%', worst: expect.any(Number), typical: expect.any(Number) })
        expect(data.worst).toBeGreaterThanOrEqual(data.typical)
        expect(data.samples).toBeGreaterThanOrEqual(3)
        expect(data).not.toHaveProperty('causedBy')
        expect(to).toBeGreaterThan(from)
      }
      const consequences = issues.filter(({ code }) => code.endsWith('audio_score'))
      expect(consequences.length).toBeGreaterThan(0)
      for (const { data } of consequences) expect(data.causedBy).toContain('high_packet_loss')
      const keys = issues.map(({ code, user, from, data }) => JSON.stringify([code, user, from, data]))
      expect(new Set(keys).size).toBe(keys.length)
    },
    60_000,
  )

  it.each(engines())(
    'is told to whoever suffered it, by the name of whose it was, on %s',
    async engine => {
      await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN, statsIntervalMs: 5000 })
      await replayed(server, 'data/impaired-calls/23a-mic-dead-webaudio.json')
      const [summary] = await server.rows('select verdict from summary')
      const users = await server.rows('select id, external_id from participant')
      const reasonOf = (user: string) => {
        const { id } = users.find(row => row['external_id'] === user) ?? {}
        return summary?.['verdict'].participants.find((one: { participant: string }) => one.participant === id)?.verdict
      }
      expect(reasonOf('alice')).toMatchObject({ quality: 'fair', code: 'silent_microphone' })
      expect(reasonOf('alice').reason).toMatch(/^The microphone was silent for /)
      expect(reasonOf('bob')).toMatchObject({ quality: 'poor', code: 'silent_microphone' })
      expect(reasonOf('bob').reason).toMatch(/^Alice could not be heard: their microphone was silent for /)
    },
    60_000,
  )
})
