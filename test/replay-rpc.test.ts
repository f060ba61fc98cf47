import { createConnectTransport, createGrpcTransport } from '@connectrpc/connect-node'
import { describe, expect, it } from 'vitest'
import { replay } from '../packages/cli/src/replay/replay.ts'
import { readTrace } from '../packages/cli/src/replay/trace.ts'
import { engines } from './support/database.ts'
import { expectSpacing, expectStoredCall, readStoredCall, recordedCall } from './support/stored-call.ts'
import { startTestServer } from './support/test-server.ts'
import { rpcSender } from './support/trace-rpc.ts'

const transports = [
  {
    name: 'gRPC over clear-text HTTP/2',
    engine: engines().at(-1) ?? 'embedded',
    make: (baseUrl: string) => createGrpcTransport({ baseUrl }),
  },
  {
    name: 'Connect over HTTP/1.1',
    engine: 'embedded',
    make: (baseUrl: string) => createConnectTransport({ baseUrl, httpVersion: '1.1' }),
  },
] as const

describe('the recorded call through generated clients', () => {
  it.each(transports)('ends in the same rows by $name on $engine', async ({ engine, make }) => {
    const trace = await readTrace(recordedCall.file)
    await using server = await startTestServer(engine)
    const send = rpcSender(make(server.url))
    const exchanges = await replay(trace, { apiKey: server.apiKey, speed: 'max', send })
    const refused = exchanges.filter(({ answer }) => answer?.status !== 200)
    expect(refused.map(({ request, answer }) => `${request.path} ${request.eventName} ${answer?.text}`)).toEqual([])
    const call = await readStoredCall(server)
    expectStoredCall(call, trace, recordedCall.expected)
    expectSpacing(call, trace, exchanges)
  })
})
