import { API_KEY } from '../../support/test-config.ts'
import { exchange, type Reply } from '../../support/test-server.ts'

/** A page in a call, reporting over the HTTP routes as SDKs do. */
export interface Page {
  token: string
  /** Sends a report, which must be answered 200. */
  post(path: string, body: object): Promise<Reply>
  put(path: string, body: object): Promise<Reply>
  /** The same page talking to another server of the same database, or to the next one on the same data. */
  at(api: string): Page
}

export interface AddedConnection {
  connectionId: string
  peerId: string
}

export interface ConnectedPage extends AddedConnection {
  page: Page
}

/** Initializes and begins a session. */
export async function joinCall(
  api: string,
  { conferenceId, userId }: { conferenceId: string; userId: string },
): Promise<Page> {
  const init = accepted(await exchange('POST', `${api}/initialize`, { apiKey: API_KEY, conferenceId, userId }))
  const session = accepted(await exchange('POST', `${api}/sessions`, { token: init.body.token }))
  return pageOf(session.body.token, api)
}

const pageOf = (token: string, api: string): Page => ({
  token,
  post: async (path, body) => accepted(await exchange('POST', api + path, { token, ...body })),
  put: async (path, body) => accepted(await exchange('PUT', api + path, { token, ...body })),
  at: otherApi => pageOf(token, otherApi),
})

export async function addConnection(page: Page, peerId: string): Promise<AddedConnection> {
  const { body } = await page.post('/connection', { eventName: 'addConnection', peerId })
  return { connectionId: body.connection_id, peerId: body.peer_id }
}

/** Pages of one call, each with a connection. */
export const connectPages = (api: string, conferenceId: string, count: number): Promise<ConnectedPage[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const page = await joinCall(api, { conferenceId, userId: `page-${number}` })
      return { page, ...(await addConnection(page, 'peer')) }
    }),
  )

/** A stats report that was taken at `timestamp`, about one track. */
export const statsReport = (timestamp: number, trackId = 'track-1') => ({
  connection: { timestamp, bytesSent: timestamp, local: { candidateType: 'host', protocol: 'udp' } },
  audio: { inbound: [{ timestamp, track: {}, trackIdentifier: trackId, packetsReceived: 1 }], outbound: [] },
})

function accepted(reply: Reply): Reply {
  if (reply.status !== 200) throw new Error(`answered ${reply.status}: ${reply.text}`)
  return reply
}
