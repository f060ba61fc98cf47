import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/values/errors.ts'
import { requireStorable } from '../../domain/values/text-limits.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { countJobs, deleteJob, type JobState, listJobs, lockJob, type StoredJob } from '../../storage/tables/jobs.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { List } from '../query/lists.ts'

/** The number of jobs of a queue, by state. */
export interface QueueCounts {
  name: string
  counts: ReadonlyMap<JobState, number>
  /** Since when the first job waits that is due; null: none is. */
  dueSince: Date | null
}

/** Every queue, by name. */
export async function listQueues({ services }: CallerContext): Promise<QueueCounts[]> {
  const counted = Map.groupBy(await countJobs(services.em()), ({ queue }) => queue)
  return services.jobs.names.toSorted().map(name => {
    const found = counted.get(name) ?? []
    const due = found.flatMap(({ dueSince }) => (dueSince ? [dueSince.getTime()] : []))
    return {
      name,
      counts: new Map(found.map(({ state, count }) => [state, count])),
      dueSince: due.length === 0 ? null : new Date(Math.min(...due)),
    }
  })
}

/** Jobs of a queue in some state; undefined: of every one. @throws DomainError invalid_parameters */
export function jobList(
  { services }: CallerContext,
  wanted: { queue?: string | undefined; state?: JobState | undefined },
): List<StoredJob> {
  requireStorable('queue', wanted.queue ?? '')
  return {
    name: `jobs ${JSON.stringify(wanted)}`,
    read: pageQuery => listJobs(services.em(), wanted, pageQuery),
  }
}

/** @throws DomainError job_not_found, job_not_retriable */
export async function retryJob(context: CallerContext, id: string): Promise<void> {
  const { services } = context
  await inTransaction(services.em(), async em => {
    const { jobId, queue, state } = await findJob(em, id)
    if (state !== 'given_up') throw new DomainError('job_not_retriable', 'Only jobs that were given up can be retried')
    if (!(await services.jobs.retry(em, jobId))) {
      throw new DomainError('job_not_retriable', 'Another job about the same thing has still to run: discard this one')
    }
    audit(em, context, { action: 'retry_job', subjectId: jobId, data: { queue } })
  })
}

/** @throws DomainError job_not_found, job_running */
export async function discardJob(context: CallerContext, id: string): Promise<void> {
  await inTransaction(context.services.em(), async em => {
    const { jobId, queue, state } = await findJob(em, id)
    if (state === 'running') throw new DomainError('job_running', 'The job is carried out at this moment')
    await deleteJob(em, jobId)
    audit(em, context, { action: 'discard_job', subjectId: jobId, data: { queue, state } })
  })
}

async function findJob(em: EntityManager, id: string): Promise<{ jobId: string; queue: string; state: JobState }> {
  const jobId = parseUuid(id)
  const job = jobId ? await lockJob(em, jobId) : undefined
  if (!jobId || !job) throw new DomainError('job_not_found')
  return { jobId, ...job }
}
