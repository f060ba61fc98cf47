import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'
import type { StoredFacts } from '../convert/call-facts.ts'

/** Where the next copy of a call that goes on may begin. */
export interface Checkpoint {
  /** Event time; what came before is copied. */
  at: string
  /** Events before it. */
  events: number
  /** Facts from those events. */
  facts: StoredFacts
}

/** Outcome of copying a call. */
export interface CopiedConference {
  sourceId: string
  conferenceId: string
  state: string
  checkpoint: Checkpoint | null
  /** As PostgreSQL prints it. */
  copiedAt: string
}

const FIND = prepared(`
  select source_id as "sourceId", conference_id as "conferenceId", state, checkpoint,
         copied_at::text as "copiedAt"
    from imported_conference where source_id = any($1::uuid[])`)

export async function findCopied(
  em: EntityManager,
  sourceIds: readonly string[],
): Promise<Map<string, CopiedConference>> {
  const rows = await query<CopiedConference>(em, FIND, [sourceIds])
  return new Map(rows.map(row => [row.sourceId, row]))
}

const NOTE = prepared(`
  insert into imported_conference (source_id, conference_id, app_id, state, checkpoint, copied_at)
  select source_id, conference_id, app_id, state, checkpoint, copied_at
    from json_to_recordset($1::json) as copied (
           source_id uuid, conference_id uuid, app_id uuid, state text, checkpoint jsonb, copied_at timestamptz)
  on conflict (source_id) do update
    set conference_id = excluded.conference_id, state = excluded.state, checkpoint = excluded.checkpoint,
        copied_at = excluded.copied_at`)

/** A call that was copied just now. */
export type JustCopied = Omit<CopiedConference, 'copiedAt'> & { appId: string }

/** Notes in the transaction that copies calls that it does. */
export async function noteCopied(em: EntityManager, calls: readonly JustCopied[]): Promise<void> {
  const rows = calls.map(({ sourceId, conferenceId, appId, state, checkpoint }) => {
    const ids = { source_id: sourceId, conference_id: conferenceId, app_id: appId }
    return { ...ids, state, checkpoint, copied_at: new Date() }
  })
  await query(em, NOTE, [JSON.stringify(rows)])
}

/** The lower half of a transaction's id is what its rows have as `xmin`. */
const BEGIN = prepared(`
  with settings as materialized (select set_config('synchronous_commit', 'off', true))
  insert into import_transaction (id)
  select (pg_current_xact_id()::text::bigint % 4294967296) from settings on conflict do nothing`)

/**
 * Runs a transaction of the import: rows that it writes are known as imported as long as nobody else changes them. What a
 * crash of PostgreSQL takes of the last of them is copied again by the next run.
 */
export const inImportTransaction = <T>(em: EntityManager, work: (em: EntityManager) => Promise<T>): Promise<T> =>
  em.fork().transactional(async transaction => {
    await query(transaction, BEGIN)
    return await work(transaction)
  })
