import { setTimeout as delay } from 'node:timers/promises'
import { createPeerMetrics, type PeerMetrics } from '@peermetrics/client'
import { ADMIN_API_TOKEN, createOrganization } from '../support/accounts.ts'
import { addConnection, join, succeeded } from '../support/call.ts'
import type { TestServer } from '../support/test-server.ts'

export interface Sample {
  pm: PeerMetrics
  /** Of the ended call `planning-17`. */
  conferenceId: string
}

const platform = { browser: { name: 'Chrome', version: '131.0.6778.86' }, os: { name: 'Mac OS' } }

const REPORTS = 9
const INTERVAL_MS = 10_000

/** Of a connection on which every fourth packet of the audio is lost. */
function lossyReport(index: number) {
  const timestamp = 1_700_000_000_000 + index * INTERVAL_MS
  const inbound = { id: 'in', timestamp, kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, jitter: 0.004 }
  const counters = { packetsReceived: 375 * index, packetsLost: 125 * index, bytesReceived: 30_000 * index }
  return {
    audio: { inbound: [{ ...inbound, ...counters, track: { trackIdentifier: 'heard' } }], outbound: [] },
    video: { inbound: [], outbound: [] },
    connection: {
      id: 'pair',
      timestamp,
      bytesSent: 1000 * index,
      bytesReceived: 30_000 * index,
      currentRoundTripTime: 0.02,
      local: { candidateType: 'host' },
      remote: { candidateType: 'host' },
    },
  }
}

/** Stores what commands show: a call that failed and is over, one that goes on, an organization with three members. */
export async function storeSample(server: TestServer): Promise<Sample> {
  const pm = createPeerMetrics({ baseUrl: server.url, token: ADMIN_API_TOKEN })
  await createOrganization(server, 'acme')
  const names = {
    conferenceId: 'planning-17',
    conferenceName: 'Planning round',
    userId: 'alice',
    userName: '=Alice Ågren',
  }
  succeeded(await server.post('/initialize', { apiKey: server.apiKey, ...names }))
  const delta = REPORTS * INTERVAL_MS
  const session = { platform, appVersion: '2.1', delta }
  const caller = await join(server, { conferenceId: 'planning-17', userId: 'alice' }, session)
  const { token } = caller
  const { connectionId, peerId } = await addConnection(server, caller, 'bob', { peerName: '山田 Bob', delta })
  const about = { token, connectionId, peerId }
  const state = { ...about, eventName: 'onconnectionstatechange' }
  succeeded(await server.post('/connection', { ...state, data: 'connected', delta: delta - 1000 }))
  for (let index = 1; index <= REPORTS; index++) {
    const report = { ...about, data: lossyReport(index), delta: (REPORTS - index) * INTERVAL_MS }
    succeeded(await server.post('/stats', report))
  }
  succeeded(await server.post('/connection', { ...state, data: 'failed' }))
  succeeded(await server.post('/events/browser', { token, eventName: 'endCall' }))
  const { rows } = await pm.query.listConferences({ externalId: 'planning-17' })
  const conferenceId = rows[0]?.conference?.id ?? ''
  await summarised(pm, conferenceId)
  const other = await join(server, { conferenceId: 'standup', userId: 'carol' })
  await addConnection(server, other, 'bob')
  return { pm, conferenceId }
}

async function summarised({ query }: PeerMetrics, conferenceId: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const { progress } = await query.getConferenceSummary({ conferenceId, omitSnapshots: true })
    if (progress.case === 'summary') return
    await delay(25)
  }
  throw new Error('The summary was not built')
}
