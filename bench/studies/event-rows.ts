import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { ConditionalRow } from '../../src/storage/events/event-store.ts'
import { packReport } from '../../src/storage/events/report-packing.ts'
import { recordedStatsBodies } from '../load/stats-request.ts'

const CALLS = 64

const calls = Array.from({ length: CALLS }, () => ({
  conferenceId: uuidv7(),
  appId: randomUUID(),
  sessionId: randomUUID(),
  participantId: randomUUID(),
  peerId: randomUUID(),
  connectionId: randomUUID(),
}))

const reports = recordedStatsBodies().map(({ data }) => packReport(Buffer.from(JSON.stringify(data)), 4, false))

let made = 0

/** Rows of packed recorded reports of some calls, as the server stores them. */
export const freshRows = (count: number): ConditionalRow[] =>
  Array.from({ length: count }, () => {
    const number = made++
    const row = {
      ...(calls[number % CALLS] as (typeof calls)[number]),
      id: randomUUID(),
      trackId: null,
      category: 'stats' as const,
      type: 'stats',
      createdAt: new Date(),
      receivedAt: new Date(),
      data: null,
      collectionTimeMs: 4,
      packed: reports[number % reports.length] ?? null,
    }
    return { row, requiresOpenConnection: true }
  })
