import type { Reply, TestServer } from '../../support/test-server.ts'
import type { IngestClients } from '../rpc.ts'
import type { RunningCall } from '../running-call.ts'

/** What a case sends with. */
export interface Sending {
  server: TestServer
  clients: IngestClients
  call: RunningCall
  /** Sends a body with the session token over HTTP; a text is the body's members without braces. */
  post(path: string, members: object | string): Promise<Reply>
  put(path: string, members: object | string): Promise<Reply>
  /** Calls an RPC in JSON, with the call's session token if no other. A string is sent as it is. */
  rpc(method: string, message: object | string, token?: string): Promise<Reply>
}

/** Something odd that is accepted, and what is in the database afterwards. */
export interface StoredCase {
  name: string
  /** Throws, or gives an answer of another status than 200, when it is refused. */
  send: (sending: Sending) => Promise<unknown>
  /** A query for what was sent; its column `report`, if it has one, is unpacked. */
  sql: string
  /** The rows of that query. */
  stored: object[]
}
