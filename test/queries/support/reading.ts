import { type Client, createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-node'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { Engine, TestDatabase } from '../../support/database.ts'
import { exchange, type Reply, startTestServer, type TestServer } from '../../support/test-server.ts'

export const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

/** A server and somebody who may read everything that is in use. */
export interface ReadingServer extends AsyncDisposable {
  server: TestServer
  get(path: string): Promise<Reply>
  rpc: Client<typeof QueryService>
}

export async function startReadingServer(engine: Engine, database?: TestDatabase): Promise<ReadingServer> {
  const server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN }, database)
  const authorization = `Bearer ${ADMIN_API_TOKEN}`
  const transport = createConnectTransport({
    baseUrl: server.url,
    httpVersion: '1.1',
    interceptors: [
      next => request => {
        request.header.set('authorization', authorization)
        return next(request)
      },
    ],
  })
  return {
    server,
    get: path => exchange('GET', server.api + path, undefined, { authorization }),
    rpc: createClient(QueryService, transport),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
