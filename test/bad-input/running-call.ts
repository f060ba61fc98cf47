import { addConnection, type Caller, join, type OpenConnection, succeeded } from '../support/call.ts'
import type { TestServer } from '../support/test-server.ts'

/** A call that is under way, for requests that are right but for one thing: alice's, with a connection to bob. */
export interface RunningCall extends Caller, OpenConnection {
  apiKey: string
  /** A track of the connection. */
  trackId: string
}

/** Begins a call in which an event of two kinds is stored: addConnection and ontrack. */
export async function startCall(server: TestServer, conferenceId: string): Promise<RunningCall> {
  const caller = await join(server, { conferenceId, userId: 'alice' })
  const connection = await addConnection(server, caller, 'bob')
  const call = { ...caller, ...connection, apiKey: server.apiKey, trackId: 'track' }
  const { token, connectionId, trackId } = call
  succeeded(await server.post('/tracks', { token, event: 'ontrack', trackId, connectionId }))
  return call
}
