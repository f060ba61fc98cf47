import { afterAll, beforeAll } from 'vitest'
import { lightEngine } from '../../support/database.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { type IngestClients, ingestClients } from '../rpc.ts'
import { type RunningCall, startCall } from '../running-call.ts'

/*
 * The server that the suites of this folder share, because starting one takes seconds. It is there when tests run, not
 * when they are collected.
 */

/** Above the default, as BODY_LIMIT_BYTES allows. */
export const LIMIT = 2_097_152

export let server: TestServer
export let clients: IngestClients
export let call: RunningCall

beforeAll(async () => {
  server = await startTestServer(lightEngine(), { bodyLimitBytes: LIMIT })
  clients = ingestClients(server.url)
  call = await startCall(server, 'one server')
})

afterAll(async () => await server[Symbol.asyncDispose]())
