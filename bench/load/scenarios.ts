import { setTimeout as delay } from 'node:timers/promises'
import { type HttpConnection, requestBytes } from './http-connection.ts'
import { joinCall, type Page } from './page.ts'
import { burstEntries, callRows, recordedBatch, recordedCall, recordedEvents } from './recorded-scenarios.ts'
import { StatsRequests } from './stats-request.ts'
import type { Target, Unit } from './unit.ts'

export const scenarioNames = [
  'stats',
  'candidates',
  'changes',
  'events',
  'join',
  'candidate-batch',
  'batch',
  'call',
  'reads',
] as const
export type ScenarioName = (typeof scenarioNames)[number]

interface Scenario {
  /** Rows of the event table that one unit makes. */
  rows: number
  /** Prepares the units of one client. */
  client: (connection: HttpConnection, target: Target) => Promise<Unit>
}

const BATCH_ENTRIES = 20

/** Reports in the call that is read, about as many events as a short real one has. */
const READ_REPORTS = 500

export const scenarios: Record<ScenarioName, Scenario> = {
  stats: {
    rows: 1,
    client: async (connection, { apiKey }) => {
      const requests = new StatsRequests(await joinCall(connection, apiKey))
      const unit = succeeds(connection, () => requests.next())
      // The first report makes the tracks and shows the candidate pair; all others say nothing new.
      await unit()
      return unit
    },
  },
  candidates: {
    rows: 1,
    client: async (connection, { apiKey }) => {
      const page = await joinCall(connection, apiKey)
      let sent = 0
      return succeeds(connection, () => candidateEvent(page, sent++))
    },
  },
  changes: { rows: 1, client: recordedEvents({ changesOnly: true }) },
  events: { rows: 1, client: recordedEvents({ changesOnly: false }) },
  join: {
    rows: 1,
    client:
      async (connection, { apiKey }) =>
      async () => {
        await joinCall(connection, apiKey)
        return true
      },
  },
  'candidate-batch': {
    rows: BATCH_ENTRIES,
    client: async (connection, { apiKey }) => {
      const { token, connectionId, peerId } = await joinCall(connection, apiKey)
      const entry = (index: number) => ({ eventName: 'onicecandidate', peerId, connectionId, data: candidate(index) })
      const data = Array.from({ length: BATCH_ENTRIES }, (_, index) => entry(index))
      const bytes = requestBytes('POST', '/v1/connection/batch', JSON.stringify({ token, data }))
      return succeeds(connection, () => bytes)
    },
  },
  batch: { rows: burstEntries(), client: recordedBatch },
  call: { rows: callRows(), client: recordedCall },
  reads: {
    rows: 0,
    client: async (connection, target) => {
      const { conferenceId } = await endedCall(connection, target)
      const headers = { authorization: `Bearer ${target.readToken}` }
      const bytes = requestBytes('GET', `/v1/conferences/${conferenceId}/graphs`, '', headers)
      return succeeds(connection, () => bytes)
    },
  },
}

const succeeds =
  (connection: HttpConnection, next: () => Buffer): Unit =>
  async () =>
    (await connection.exchange(next())).status === 200

const candidate = (index: number) => ({
  candidate: `candidate:${index} 1 udp 2122260223 192.168.0.${index % 250} 5${1000 + (index % 9000)} typ host`,
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'abcd',
})

/** An event that only is stored. */
function candidateEvent({ token, connectionId, peerId }: Page, index: number): Buffer {
  const body = { token, connectionId, peerId, eventName: 'onicecandidate', data: candidate(index) }
  return requestBytes('POST', '/v1/connection', JSON.stringify(body))
}

let ended: Promise<Page> | undefined

/** A call with its summary built; all clients read the same one. */
function endedCall(connection: HttpConnection, target: Target): Promise<Page> {
  ended ??= makeEndedCall(connection, target)
  return ended
}

async function makeEndedCall(connection: HttpConnection, { apiKey, readToken }: Target): Promise<Page> {
  const page = await joinCall(connection, apiKey)
  const requests = new StatsRequests(page)
  for (let sent = 0; sent < READ_REPORTS; sent++) await connection.exchange(requests.next())
  const { token } = page
  await connection.exchange(requestBytes('POST', '/v1/events/browser', JSON.stringify({ token, eventName: 'endCall' })))
  const headers = { authorization: `Bearer ${readToken}` }
  const read = requestBytes('GET', `/v1/conferences/${page.conferenceId}/graphs`, '', headers)
  while (!(await connection.exchange(read)).body.includes('"summary"')) await delay(200)
  return page
}
