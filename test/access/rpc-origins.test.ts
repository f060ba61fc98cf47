import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'

const CONSOLE = 'https://console.example'
const FOREIGN = 'https://evil.example'

describe('RPCs from web pages', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN, allowedOrigins: [CONSOLE] })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const listApps = () => `${server.url}/peermetrics.admin.v1.AppService/ListApps`
  const initialize = () => `${server.url}/peermetrics.ingest.v1.IngestService/Initialize`
  const preflight = (origin: string) => ({
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type,connect-protocol-version',
  })

  it('are open to pages of configured origins, with credentials', async () => {
    const asked = await exchange('OPTIONS', listApps(), undefined, preflight(CONSOLE))
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-headers')).toContain('connect-protocol-version')
    const authorization = `Bearer ${ADMIN_API_TOKEN}`
    const headers = { 'content-type': 'application/json', origin: CONSOLE, authorization }
    const answered = await exchange('POST', listApps(), '{}', headers)
    expect(answered.body.apps).toHaveLength(1)
    for (const reply of [asked, answered]) {
      expect(reply.headers.get('access-control-allow-origin')).toBe(CONSOLE)
      expect(reply.headers.get('access-control-allow-credentials')).toBe('true')
    }
  })

  it('are closed to all other pages', async () => {
    const asked = await exchange('OPTIONS', listApps(), undefined, preflight(FOREIGN))
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('of ingestion are open to any page, without credentials', async () => {
    const asked = await exchange('OPTIONS', initialize(), undefined, preflight(FOREIGN))
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe(FOREIGN)
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull()
  })
})
