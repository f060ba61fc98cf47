import process from 'node:process'
import { v7 as uuidv7 } from 'uuid'
import { createLogger } from '../../src/log.ts'
import { openDatabase } from '../../src/storage/engine/database.ts'
import { query } from '../../src/storage/engine/sql.ts'
import type { EventRow } from '../../src/storage/events/event-row.ts'
import { insertEvents } from '../../src/storage/events/insert-events.ts'
import { type LongCall, type Reporter, reportsOf } from './long-call.ts'

/*
 * Fills a database with one long call, in a process of its own: what that takes is not measured.
 * Arguments: URL of the database, id of the conference to be, and the call as JSON.
 */

const [url = '', conferenceId = '', callText = ''] = process.argv.slice(2)
const call = JSON.parse(callText) as LongCall
const database = await openDatabase({ url, poolSize: 2 }, createLogger('silent', { terminal: false }))
const em = database.em()
const end = new Date()
const start = new Date(end.getTime() - 3_600_000 * call.hours)

const insert = (table: string, row: Record<string, unknown>) =>
  query(
    em,
    `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
      .map((_, index) => `$${index + 1}`)
      .join(', ')})`,
    Object.values(row).map(value => (value instanceof Date ? value.toISOString() : value)),
  )

const [organizationId, appId, sfuId] = [uuidv7(), uuidv7(), uuidv7()]
const app = { organization_id: organizationId, name: 'Bench', api_key: 'b'.repeat(32), interval: 1000 * call.intervalS }
await insert('organization', { id: organizationId, name: 'Bench', created_at: start })
await insert('app', { id: appId, ...app, durations_days: '{}', thresholds: '{}', created_at: start })
const times = { created_at: start, end_time: end, duration: 3600 * call.hours }
const times0 = { ...times, start_time: start }
await insert('conference', { id: conferenceId, app_id: appId, external_id: 'long', info: '{}', ...times0 })
await insert('participant', { id: sfuId, app_id: appId, external_id: 'sfu', is_sfu: true, created_at: start })
await insert('conference_participant', { conference_id: conferenceId, participant_id: sfuId })

async function join(index: number): Promise<Reporter> {
  const [participantId, sessionId, connectionId] = [uuidv7(), uuidv7(), uuidv7()]
  const owner = { app_id: appId, conference_id: conferenceId, participant_id: participantId }
  await insert('participant', { id: participantId, app_id: appId, external_id: `user ${index}`, created_at: start })
  await insert('conference_participant', { conference_id: conferenceId, participant_id: participantId })
  const json = { geo_ip: '{}', info: '{}', receipts: '[]', active_seconds: '{}' }
  await insert('session', { id: sessionId, ...owner, ...times, ...json })
  const setup = { state: 'connected', negotiations: '[]', signaling: '{}', established: true }
  await insert('connection', { id: connectionId, session_id: sessionId, peer_id: sfuId, ...owner, ...times0, ...setup })
  return { conferenceId, appId, sessionId, participantId, peerId: sfuId, connectionId }
}

const reporters: Generator<EventRow>[] = []
for (let index = 0; index < call.participants; index++) {
  reporters.push(reportsOf(await join(index), call, start, index))
}

/** As they arrive: a report of each participant, then the next of each. */
function* arriving(): Generator<EventRow> {
  for (;;) {
    const round = reporters.flatMap(reports => reports.next().value ?? [])
    if (round.length === 0) return
    yield* round
  }
}

let rows: EventRow[] = []
for (const row of arriving()) {
  rows.push(row)
  if (rows.length < 1000) continue
  await insertEvents(em, rows)
  rows = []
}
await insertEvents(em, rows)
await query(em, 'analyze')
await database.close()
