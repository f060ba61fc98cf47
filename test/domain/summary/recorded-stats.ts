import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { ReportedStats, StatsSnapshot } from '../../../src/domain/summary/stats-snapshot.ts'
import type { JsonObject } from '../../../src/domain/values/json.ts'
import { sharedPath } from '../../support/shared-data.ts'

const readJson = (path: string) => JSON.parse(readFileSync(sharedPath(path), 'utf8'))

/** Made-up ids around a report; participants, sessions and connections by number. */
export const reported = (
  report: unknown,
  { participant = 0, connection = participant, atMs = 0 }: { participant?: number; connection?: number; atMs?: number },
): ReportedStats => ({
  id: `event at ${atMs}`,
  app: 'app',
  session: `session ${participant}`,
  conference: 'conference',
  participant: `participant ${participant}`,
  peer: null,
  connection: `connection ${connection}`,
  createdAt: new Date(Date.UTC(2026, 0, 1) + atMs),
  report: report as JsonObject,
})

/** The stats events of the recorded call, in order. */
export function demoCall(): ReportedStats[] {
  const { events } = readJson('data/demo-call.json')
  const stats = (events as { eventName: string; participant: number; delta: number; data: unknown }[])
    .filter(event => event.eventName === 'stats')
    .toSorted((one, other) => one.delta - other.delta)
  return stats.map(({ data, participant, delta }) => reported(data, { participant, atMs: delta }))
}

/** What the existing server makes of it. */
export const demoExpected = (): {
  graphs: { summary: { data: StatsSnapshot[] } }
  emos: { participant: number; emos: (number | null)[] }[]
} => readJson('data/demo-call-expected.json')

/** The expected body of a step of the recorded conversation. */
export const goldenBody = (step: string) =>
  readJson('data/golden.json').steps.find(({ name }: { name: string }) => name === step).expected.body

/** What the existing server answered for its small database, by path. */
export const existingAnswers = (): Record<string, { body: { data?: unknown; summary?: { data: StatsSnapshot[] } } }> =>
  JSON.parse(gunzipSync(readFileSync(sharedPath('data/existing-db-answers.json.gz'))).toString('utf8'))

const inline = (fields: JsonObject, remote?: JsonObject): JsonObject => ({
  audio: { inbound: [{ id: 'IT1', kind: 'audio', type: 'inbound-rtp', mediaType: 'audio', track: {}, ...fields }] },
  video: {},
  connection: { id: 'cp' },
  ...(remote && { remote }),
})

const rtt = (roundTripTime: number): JsonObject => ({
  audio: { inbound: [{ roundTripTime }], outbound: [{ localId: 'IT1', packetsSent: 200 }] },
  video: {},
})

const delayed = {
  packetsReceived: 190,
  packetsLost: 10,
  bitrate: 32_000,
  jitterBufferDelay: 96_000,
  jitterBufferEmittedCount: 960_000,
}

/** The reports of the section "eMOS: loss, delay, very low" of `tools/golden/run.mjs`. */
export const goldenEmosReports: readonly JsonObject[] = [
  inline(delayed, rtt(1.2)),
  inline(delayed, rtt(1)),
  inline(delayed, rtt(0.9)),
  inline({ packetsReceived: 100, packetsLost: 100, bitrate: 32_000 }),
  inline({ packetsReceived: 100, packetsLost: 0, bitrate: 32_000 }, rtt(0.02)),
  inline({ packetsReceived: 0, packetsLost: 0 }),
  inline({ packetsReceived: 1000, packetsLost: 50, fecPacketsReceived: 3 }, rtt(0.3)),
  inline({ packetsReceived: 1000, packetsLost: 0, bitrate: 50 }),
  inline({ packetsReceived: 1000, packetsLost: 0, bitrate: 32_000 }, {}),
]
