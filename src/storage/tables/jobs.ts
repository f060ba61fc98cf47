import type { EntityManager } from '@mikro-orm/postgresql'
import type { JsonValue } from '../../domain/values/json.ts'
import { query } from '../engine/sql.ts'
import { Conditions } from '../queries/conditions.ts'
import type { Listed } from '../queries/list-rows.ts'
import { beginAfter, orderBy, type PageQuery } from '../queries/page-query.ts'

export type JobState = 'waiting' | 'running' | 'retrying' | 'completed' | 'given_up'

/** A background job, as those who look after the server see it. */
export interface StoredJob {
  id: string
  queue: string
  state: JobState
  payload: JsonValue
  error: string | null
  failedTries: number
  retryLimit: number
  createdAt: Date
  dueAt: Date
  startedAt: Date | null
  endedAt: Date | null
}

/** Where jobs go that were tried to the end. They stay there to be looked at. */
export const GIVEN_UP = 'given_up'

/** Longest message of a failure that is shown, in characters. */
const ERROR_LENGTH = 2000

/**
 * The jobs in the tables of pg-boss. One that was given up is there twice: as failed in its own queue, for as long as that
 * keeps what is over, and as a copy in the queue {@link GIVEN_UP}, which is the one that counts.
 */
const JOBS = `
  (select id, case when name = '${GIVEN_UP}' then coalesce(source_name, name) else name end as queue,
          case when name = '${GIVEN_UP}' then 'given_up'
               when state = 'created' then 'waiting' when state = 'active' then 'running'
               when state = 'retry' then 'retrying' when state = 'completed' then 'completed' end as state,
          data as payload,
          left(coalesce(source_output, output) ->> 'message', ${ERROR_LENGTH}) as error,
          case when name = '${GIVEN_UP}' then coalesce(source_retry_count, 0) + 1
               when state = 'retry' then retry_count + 1 else retry_count end as failed_tries,
          case when name = '${GIVEN_UP}' then coalesce(source_retry_count, 0) else retry_limit end as retry_limit,
          coalesce(source_created_on, created_on) as created_at, start_after as due_at,
          case when name = '${GIVEN_UP}' then null else started_on end as started_at,
          case when name = '${GIVEN_UP}' then created_on else completed_on end as ended_at
     from job.job
    where name not like '\\_\\_pgboss\\_\\_%') as job`

/** Jobs of a queue in some state. */
export interface JobCount {
  queue: string
  state: JobState
  count: number
  /** Since when the first of them is due; null: none is. */
  dueSince: Date | null
}

export async function countJobs(em: EntityManager): Promise<JobCount[]> {
  const rows = await query<Omit<JobCount, 'dueSince'> & { dueSince: string | null }>(
    em,
    `select queue, state, count(*)::int as count,
            min(due_at) filter (where state in ('waiting', 'retrying') and due_at <= now()) as "dueSince"
       from ${JOBS} where state is not null group by queue, state`,
  )
  return rows.map(row => ({ ...row, dueSince: dateOf(row.dueSince) }))
}

const dateOf = (stored: string | null): Date | null => (stored === null ? null : new Date(stored))

/** Instants are texts here. */
interface JobRow extends Omit<StoredJob, 'createdAt' | 'dueAt' | 'startedAt' | 'endedAt'> {
  time: string
  createdAt: string
  dueAt: string
  startedAt: string | null
  endedAt: string | null
}

/** Reads a page of the jobs. @param wanted undefined: of every queue, in every state */
export async function listJobs(
  em: EntityManager,
  wanted: { queue?: string | undefined; state?: JobState | undefined },
  pageQuery: PageQuery,
): Promise<Listed<StoredJob>[]> {
  const where = beginAfter(new Conditions().equal({ queue: wanted.queue, state: wanted.state }), pageQuery)
  const rows = await query<JobRow>(
    em,
    `select id, queue, state, payload, error, failed_tries as "failedTries", retry_limit as "retryLimit",
            created_at as "createdAt", due_at as "dueAt", started_at as "startedAt", ended_at as "endedAt",
            created_at::text as time
       from ${JOBS} where state is not null and ${where} ${orderBy(pageQuery)} limit ${where.bind(pageQuery.limit)}`,
    where.parameters,
  )
  return rows.map(({ time, createdAt, dueAt, startedAt, endedAt, ...row }) => ({
    value: {
      ...row,
      createdAt: new Date(createdAt),
      dueAt: new Date(dueAt),
      startedAt: dateOf(startedAt),
      endedAt: dateOf(endedAt),
    },
    cursor: { key: time, id: row.id },
  }))
}

/** Locks a job, so that nobody begins it meanwhile. @returns undefined for one that is not there */
export async function lockJob(em: EntityManager, id: string): Promise<{ queue: string; state: JobState } | undefined> {
  await query(em, 'select from job.job where id = $1 for update', [id])
  const [job] = await query<{ queue: string; state: JobState }>(
    em,
    `select queue, state from ${JOBS} where id = $1 and state is not null`,
    [id],
  )
  return job
}

export async function deleteJob(em: EntityManager, id: string): Promise<void> {
  await query(em, 'delete from job.job where id = $1', [id])
}
