import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/prepared-statements.ts'
import { query } from '../../storage/sql.ts'
import type { StoredFacts } from '../convert/call-facts.ts'

/** Where the next copy of a call that goes on may begin. */
export interface Checkpoint {
  /** Event time; what came before is copied. */
  at: string
  /** Events before it. */
  events: number
  /** What those events said. */
  facts: StoredFacts
}

/** How a call was copied. */
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
  values ($1, $2, $3, $4, $5, $6)
  on conflict (source_id) do update
    set conference_id = excluded.conference_id, state = excluded.state, checkpoint = excluded.checkpoint,
        copied_at = excluded.copied_at`)

/** Notes in the transaction that copies a call that it does. */
export async function noteCopied(
  em: EntityManager,
  copied: Omit<CopiedConference, 'copiedAt'> & { appId: string; at: Date },
): Promise<void> {
  const { sourceId, conferenceId, appId, state, checkpoint, at } = copied
  await query(em, NOTE, [
    sourceId,
    conferenceId,
    appId,
    state,
    checkpoint && JSON.stringify(checkpoint),
    at.toISOString(),
  ])
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
