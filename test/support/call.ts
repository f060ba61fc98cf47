import { randomUUID } from 'node:crypto'
import type { Reply, TestServer } from './test-server.ts'

/** A user in a call: what an SDK knows after its first two requests. */
export interface Caller {
  conferenceId: string
  userId: string
  initToken: string
  /** Session token. */
  token: string
}

export interface OpenConnection {
  connectionId: string
  /** Participant id of the other side. */
  peerId: string
}

/** A server that SDKs report to. */
type Reached = Pick<TestServer, 'post'>

/** The body of an answer that must be a success. */
export function succeeded<T extends Pick<Reply, 'status' | 'body' | 'text'>>(reply: T): T['body'] {
  if (reply.status !== 200) throw new Error(`status ${reply.status}: ${reply.text}`)
  return reply.body
}

/** Joins a call: initialize, then a session. @param session more fields of the session's body */
export async function join(
  server: Reached & Partial<Pick<TestServer, 'apiKey'>>,
  { conferenceId, userId, apiKey = server.apiKey }: { conferenceId: string; userId: string; apiKey?: string },
  session: Record<string, unknown> = {},
): Promise<Caller> {
  const { token: initToken } = succeeded(await server.post('/initialize', { apiKey, conferenceId, userId }))
  const { token } = succeeded(await server.post('/sessions', { token: initToken, ...session }))
  return { conferenceId, userId, initToken, token }
}

/** Opens a connection to another user of the call. @param more further fields of the event */
export async function addConnection(
  server: Reached,
  { token }: Pick<Caller, 'token'>,
  peerUserId: string,
  more: Record<string, unknown> = {},
): Promise<OpenConnection> {
  const event = { token, eventName: 'addConnection', peerId: peerUserId, ...more }
  const added = succeeded(await server.post('/connection', event))
  return { connectionId: added.connection_id, peerId: added.peer_id }
}

/** A small getStats report, in the shape of the SDK's stats library. */
export const statsReport = (timestamp: number) => ({
  audio: { inbound: [{ id: 'in', timestamp, track: { trackIdentifier: 'heard' }, packetsReceived: 50 }], outbound: [] },
  video: { inbound: [], outbound: [] },
  connection: { timestamp, bytesSent: 1000, local: { candidateType: 'host' }, remote: { candidateType: 'host' } },
})

/** A whole call of a kind that must always work; throws when any of it is refused. */
export async function playCall(server: Reached & Pick<TestServer, 'apiKey'>): Promise<void> {
  const caller = await join(server, { conferenceId: randomUUID(), userId: randomUUID() }, { platform: { name: 'x' } })
  const { token } = caller
  const { connectionId, peerId } = await addConnection(server, caller, randomUUID())
  const connected = { token, eventName: 'onconnectionstatechange', peerId, connectionId, data: 'connected' }
  succeeded(await server.post('/connection', connected))
  succeeded(await server.post('/stats', { token, connectionId, data: statsReport(1), timeTaken: 3 }))
  succeeded(await server.post('/events/browser', { token, eventName: 'endCall' }))
}
