import { type Answer, type HttpConnection, requestBytes } from './http-connection.ts'

/** A page in a call, with one connection to a peer. */
export interface Page {
  token: string
  connectionId: string
  peerId: string
  /** UUID of the conference. */
  conferenceId: string
}

let names = 0

/** Ids that no other run of the generator uses. */
const freshName = (kind: string) => `${kind}-${process.pid}-${names++}`

async function post(connection: HttpConnection, path: string, body: unknown): Promise<Record<string, string>> {
  return parsed(await connection.exchange(requestBytes('POST', `/v1${path}`, JSON.stringify(body))), path)
}

function parsed({ status, body }: Answer, path: string): Record<string, string> {
  if (status !== 200) throw new Error(`${path} answered ${status}: ${body}`)
  return JSON.parse(body)
}

/** What a page does first: initialize, session, addConnection. */
export async function joinCall(connection: HttpConnection, apiKey: string): Promise<Page> {
  const init = await post(connection, '/initialize', {
    apiKey,
    conferenceId: freshName('conference'),
    userId: freshName('user'),
    userName: 'A user',
  })
  const session = await post(connection, '/sessions', {
    token: init['token'],
    platform: { browser: { name: 'Chrome', version: '156.0' }, os: { name: 'Linux' } },
    webrtcSdk: 'none',
  })
  const token = session['token'] ?? ''
  const added = await post(connection, '/connection', {
    token,
    eventName: 'addConnection',
    peerId: freshName('peer'),
    connectionState: 'new',
  })
  const claims = JSON.parse(Buffer.from(init['token']?.split('.')[1] ?? '', 'base64url').toString())
  return {
    token,
    connectionId: added['connection_id'] ?? '',
    peerId: added['peer_id'] ?? '',
    conferenceId: claims.c,
  }
}
