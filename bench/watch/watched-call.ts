import { randomBytes } from 'node:crypto'
import { type Client, createClient } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-node'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import type { ServerUnderTest } from '../system/server-under-test.ts'

/** Somebody in a call that is watched. */
export interface Caller {
  /** Base of the HTTP routes. */
  api: string
  sessionToken: string
  conferenceId: string
  /** API token that may read. */
  readToken: string
}

async function post(url: string, body: object): Promise<Record<string, string>> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  const answer: unknown = await response.json()
  return answer as Record<string, string>
}

const queries = (url: string, token: string): Client<typeof QueryService> =>
  createClient(
    QueryService,
    createConnectTransport({
      baseUrl: url,
      httpVersion: '1.1',
      interceptors: [
        next => request => {
          request.header.set('authorization', `Bearer ${token}`)
          return next(request)
        },
      ],
    }),
  )

export async function joinCall({ url, target: { apiKey, readToken } }: ServerUnderTest): Promise<Caller> {
  const api = `${url}/v1`
  const externalId = 'watched call'
  const init = await post(`${api}/initialize`, { apiKey, conferenceId: externalId, userId: 'ann' })
  const session = await post(`${api}/sessions`, { token: init['token'] })
  const sessionToken = session['token'] ?? ''
  await post(`${api}/connection`, { token: sessionToken, eventName: 'addConnection', peerId: 'ben' })
  const { matches } = await queries(url, readToken).search({ query: externalId })
  return { api, sessionToken, conferenceId: matches[0]?.id ?? '', readToken }
}

/** An event with some kilobytes that do not compress. */
export const postEvent = ({ api, sessionToken }: Caller, eventName: string): Promise<unknown> =>
  post(`${api}/events/browser`, { token: sessionToken, eventName, data: randomBytes(8000).toString('base64') })

/** When events were seen by a watch, by their name, in ms of this process. */
export async function watchedTimes(
  url: string,
  { conferenceId, readToken }: Caller,
): Promise<{ seen: ReadonlyMap<string, number>; stop: () => void }> {
  const seen = new Map<string, number>()
  const abort = new AbortController()
  const stream = queries(url, readToken).watchConference({ conferenceId }, { signal: abort.signal })
  const iterator = stream[Symbol.asyncIterator]()
  await iterator.next()
  const read = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      const { change } = next.value
      if (change.case === 'event') seen.set(change.value.type, performance.now())
    }
  }
  read().catch((error: unknown) => {
    if (!abort.signal.aborted) throw error
  })
  return { seen, stop: () => abort.abort() }
}

/** A watch whose reader takes the first message and then no more. */
export async function stalledWatch(url: string, { conferenceId, readToken }: Caller): Promise<AbortController> {
  const abort = new AbortController()
  const stream = queries(url, readToken).watchConference({ conferenceId }, { signal: abort.signal })
  await stream[Symbol.asyncIterator]().next()
  return abort
}
