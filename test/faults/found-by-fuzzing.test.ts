import { Code, ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiTokenScope } from '../../gen/peermetrics/admin/v1/api_token_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf, createAccount } from '../support/accounts.ts'
import { lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { callRaw, connectTo } from './raw-rpc.ts'

const failure = (call: Promise<unknown>): Promise<ConnectError> =>
  call.then(
    () => expect.unreachable('the call should have failed'),
    (error: unknown) => ConnectError.from(error),
  )

describe('input that a fuzzer found', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('an empty conference id in a filter is refused', async () => {
    const query = clientOf(QueryService, server, ADMIN_API_TOKEN)
    const error = await failure(query.listConferences({ conferenceIds: [''] }))
    expect(error).toMatchObject({ code: Code.InvalidArgument, rawMessage: 'conference ids must be UUIDs' })
  })

  it('an API token may expire in the last instant of the year 9999', async () => {
    const { token } = await createAccount(server, 'late@fuzz.test')
    const expireTime = { seconds: 253_402_300_799n, nanos: 999_999_999 }
    const scopes = [ApiTokenScope.READ]
    const { apiToken } = await clientOf(ApiTokenService, server, token).createApiToken({
      name: 'late',
      scopes,
      expireTime,
    })
    expect(apiToken?.expireTime).toMatchObject({ seconds: expireTime.seconds, nanos: 999_000_000 })
  })

  it.each(['application/grpc+json', 'application/grpc-web+json'])(
    'a message that quotes half a character is sent all the same as %s',
    async type => {
      const text = Buffer.from('"\\ud800"')
      const head = Buffer.of(0, 0, 0, 0, text.length)
      const session = connectTo(server.url)
      const headers = { 'content-type': type, te: 'trailers', authorization: `Bearer ${ADMIN_API_TOKEN}` }
      const path = `/${OrganizationService.typeName}/CreateOrganization`
      const { status, code } = await callRaw(session, path, { headers, body: Buffer.concat([head, text]) })
      session.close()
      expect({ status, code }).toEqual({ status: 200, code: 'invalid_argument' })
    },
  )
})
