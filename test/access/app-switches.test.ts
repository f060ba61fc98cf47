import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { addConnection, join, statsReport } from '../support/call.ts'
import { createDatabase, engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** What running SDKs are told, by when, after a change of their app. */
const LIMIT_MS = 5000

/** Sends reports until one is refused. */
async function refusal(server: TestServer, token: string, connectionId: string): Promise<string> {
  const until = Date.now() + LIMIT_MS
  while (Date.now() < until) {
    const reply = await server.post('/stats', { token, connectionId, data: statsReport(Date.now()) })
    if (reply.status !== 200) return reply.body.error_code
    await delay(100)
  }
  return 'none within the limit'
}

const adminApps = (server: TestServer) => clientOf(AppService, server, ADMIN_API_TOKEN)

const changes: [string, (server: TestServer, appId: string) => Promise<unknown>, string][] = [
  ['switched off', (server, appId) => adminApps(server).updateApp({ appId, recording: false }), 'app_not_recording'],
  ['given another key', (server, appId) => adminApps(server).resetAppKey({ appId }), 'invalid_api_key'],
  ['deleted', (server, appId) => adminApps(server).deleteApp({ appId }), 'invalid_api_key'],
]

describe.each(engines())('an app on %s', engine => {
  const servers = new AsyncDisposableStack()
  let first: TestServer
  let other: TestServer
  let organizationId: string
  beforeAll(async () => {
    const database = servers.use(await createDatabase(engine))
    const start = () => startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN }, database)
    first = servers.use(await start())
    // The embedded engine has one server.
    other = engine === 'postgres' ? servers.use(await start()) : first
    organizationId = (await adminApps(first).listApps({})).apps[0]?.organizationId ?? ''
  })
  afterAll(() => servers.disposeAsync())

  it.concurrent.each(changes)('that is %s stops its running SDKs, at every server', async (what, change, reason) => {
    const { app } = await adminApps(first).createApp({ organizationId, name: what })
    const apiKey = app?.apiKey ?? ''
    const caller = await join(other, { conferenceId: 'running', userId: 'ann', apiKey })
    const { connectionId } = await addConnection(other, caller, 'ben')
    const report = { token: caller.token, connectionId, data: statsReport(1) }
    expect((await other.post('/stats', report)).status).toBe(200)
    await change(first, app?.id ?? '')
    expect(await refusal(other, caller.token, connectionId)).toBe(reason)
    const again = await other.post('/sessions', { token: caller.initToken })
    expect(again.body.error_code).toBe(reason)
    const fresh = await other.post('/initialize', { apiKey, conferenceId: 'next', userId: 'ann' })
    expect(fresh.body.error_code).toBe(reason)
  })
})
