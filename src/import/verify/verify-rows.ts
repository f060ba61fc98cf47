import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'
import type { ConvertedCall } from '../convert/call.ts'
import type { Row } from '../convert/row.ts'
import type { RowTable } from '../target/rows.ts'
import {
  conferenceTable,
  connectionTable,
  issueTable,
  participantTable,
  sessionTable,
  trackTable,
} from '../target/tables.ts'
import type { ComparedEvents } from './verify-events.ts'

/** Rows of a table, there and here. */
export type Counts = Map<string, { there: number; here: number }>

/** Result of a comparison of some calls. */
export interface Findings {
  /** Differences, in words, by id of the conference there. */
  differences: Map<string, string[]>
  /** Rows that were changed here because their call went on here. */
  continued: number
  counts: Counts
}

const tables: readonly [name: string, table: RowTable, rowsOf: (call: ConvertedCall) => readonly Row[]][] = [
  ['conferences', conferenceTable, call => call.conferences],
  ['participants', participantTable, call => call.participants],
  ['sessions', sessionTable, call => call.sessions],
  ['connections', connectionTable, call => call.connections],
  ['tracks', trackTable, call => call.tracks],
  ['issues', issueTable, call => call.issues],
]

/** Compares the rows of some calls on both sides, after their events. */
export async function compareRows(em: EntityManager, calls: readonly ComparedEvents[]): Promise<Findings> {
  const findings: Findings = { differences: new Map(), continued: 0, counts: new Map() }
  const differ = (sourceId: string, words: string) =>
    findings.differences.set(sourceId, [...(findings.differences.get(sourceId) ?? []), words])
  const events = { there: 0, here: 0 }
  for (const { sourceId, checksums } of calls) {
    events.there += checksums.rows.there
    events.here += checksums.rows.here
    if (checksums.there.equals(checksums.here)) continue
    differ(sourceId, `events: checksum ${checksums.there} there, ${checksums.here} here`)
  }
  findings.counts.set('events', events)
  const wentOn = await findContinued(em, calls)
  for (const [name, table, rowsOf] of tables) {
    const owners = new Map(calls.flatMap(call => rowsOf(call.converted).map(row => [String(row['id']), call])))
    const rows = calls.flatMap(call => [...rowsOf(call.converted)]).filter(isFirst())
    const deviations = await table.compare(em, rows)
    const missing = deviations.filter(({ kind }) => kind === 'missing').length
    findings.counts.set(name, { there: rows.length, here: rows.length - missing })
    for (const { id, kind } of deviations) {
      const owner = owners.get(id)
      if (!owner) continue
      if (kind === 'changed' && wentOn.has(owner.conferenceId)) findings.continued += 1
      else differ(owner.sourceId, `${name}: ${id} is ${kind} here`)
    }
  }
  await compareSummaries(em, calls, differ)
  return findings
}

/** A participant may be in several calls. */
function isFirst(): (row: Row) => boolean {
  const seen = new Set<unknown>()
  return ({ id }) => !seen.has(id) && Boolean(seen.add(id))
}

const MORE_EVENTS = prepared(`
  select wanted.id from json_to_recordset($1::json) as wanted (id uuid, imported int)
   where (select count(*) from event where conference_id = wanted.id) > wanted.imported`)

const GIVEN_UP = prepared('select id from conference where id = any($1::uuid[]) and swept_at is not null')

/** Conferences that have got events here that are not of the source, or were given up here. */
async function findContinued(em: EntityManager, calls: readonly ComparedEvents[]): Promise<Set<string>> {
  const wanted = calls.map(({ conferenceId, checksums }) => ({ id: conferenceId, imported: checksums.rows.here }))
  const more = await query<{ id: string }>(em, MORE_EVENTS, [JSON.stringify(wanted)])
  const givenUp = await query<{ id: string }>(em, GIVEN_UP, [wanted.map(({ id }) => id)])
  return new Set([...more, ...givenUp].map(({ id }) => id))
}

const SNAPSHOTS = prepared(`
  select conference_id as id, sum(snapshot_count)::int as snapshots
    from summary join summary_chunk chunk using (conference_id, build)
   where conference_id = any($1::uuid[]) group by conference_id`)

/** A summary that goes on here has more. */
async function compareSummaries(
  em: EntityManager,
  calls: readonly ComparedEvents[],
  differ: (sourceId: string, words: string) => void,
): Promise<void> {
  const copied = calls.filter(({ snapshots }) => snapshots > 0)
  if (copied.length === 0) return
  const ids = copied.map(({ conferenceId }) => conferenceId)
  const rows = await query<{ id: string; snapshots: number }>(em, SNAPSHOTS, [ids])
  const here = new Map(rows.map(({ id, snapshots }) => [id, snapshots]))
  for (const { sourceId, conferenceId, snapshots } of copied) {
    const found = here.get(conferenceId) ?? 0
    if (found < snapshots) differ(sourceId, `summary: ${snapshots} snapshots there, ${found} here`)
  }
}
