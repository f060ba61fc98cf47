import { create } from '@bufbuild/protobuf'
import {
  JobSchema,
  JobState as JobStateMessage,
  QueueSchema,
} from '../../../gen/peermetrics/admin/v1/job_service_pb.js'
import { invalid } from '../../domain/values/errors.ts'
import type { QueueCounts } from '../../services/admin/jobs.ts'
import type { JobState, StoredJob } from '../../storage/tables/jobs.ts'
import { filledStructField, instantField } from './fields.ts'

const stateMessages: Record<JobState, JobStateMessage> = {
  waiting: JobStateMessage.WAITING,
  running: JobStateMessage.RUNNING,
  retrying: JobStateMessage.RETRYING,
  completed: JobStateMessage.COMPLETED,
  given_up: JobStateMessage.GIVEN_UP,
}

/** Undefined: every state. @throws DomainError invalid_parameters for a state that is not known */
export function jobStateOf(message: JobStateMessage): JobState | undefined {
  if (message === JobStateMessage.UNSPECIFIED) return undefined
  const [state] = Object.entries(stateMessages).find(([, each]) => each === message) ?? []
  if (!state) throw invalid('state is not known', { field: 'state' })
  return state as JobState
}

export const queueMessage = ({ name, counts, dueSince }: QueueCounts) =>
  create(QueueSchema, {
    name,
    waitingCount: counts.get('waiting') ?? 0,
    runningCount: counts.get('running') ?? 0,
    retryingCount: counts.get('retrying') ?? 0,
    givenUpCount: counts.get('given_up') ?? 0,
    oldestDueTime: instantField(dueSince),
  })

export const jobMessage = (job: StoredJob) =>
  create(JobSchema, {
    id: job.id,
    queue: job.queue,
    state: stateMessages[job.state],
    payload: filledStructField(job.payload),
    error: job.error ?? '',
    failedTries: job.failedTries,
    retryLimit: job.retryLimit,
    createTime: instantField(job.createdAt),
    dueTime: instantField(job.dueAt),
    startTime: instantField(job.startedAt),
    endTime: instantField(job.endedAt),
  })
