import { useMutation, useQuery } from '@connectrpc/connect-query'
import { type Job as JobMessage, JobService, JobState } from '../../../gen/peermetrics/admin/v1/job_service_pb.js'
import type { Json } from '../model/call.ts'
import { optionalMs } from './convert/time.ts'
import { useForget } from './use-forget.ts'

/** How often queues and jobs that are looked at are asked for again, ms. */
const REFRESH_MS = 5000

export const jobStates = ['waiting', 'running', 'retrying', 'completed', 'givenUp'] as const
export type JobStateName = (typeof jobStates)[number]

const states: Record<JobStateName, JobState> = {
  waiting: JobState.WAITING,
  running: JobState.RUNNING,
  retrying: JobState.RETRYING,
  completed: JobState.COMPLETED,
  givenUp: JobState.GIVEN_UP,
}

export interface Job {
  id: string
  queue: string
  state: JobStateName | undefined
  payload: Json
  /** Of the last try; empty for none. */
  error: string
  failedTries: number
  retryLimit: number
  createdAt: number | undefined
}

const toJob = (job: JobMessage): Job => ({
  id: job.id,
  queue: job.queue,
  state: jobStates.find(name => states[name] === job.state),
  payload: job.payload ?? {},
  error: job.error,
  failedTries: job.failedTries,
  retryLimit: job.retryLimit,
  createdAt: optionalMs(job.createTime),
})

/** Queues with how many jobs are in which state. */
export const useQueues = () =>
  useQuery(JobService.method.listQueues, {}, { refetchInterval: REFRESH_MS, select: ({ queues }) => queues })

/** A page of jobs. @param queue empty: of all */
export const useJobs = (queue: string, state: JobStateName | undefined, pageToken: string) =>
  useQuery(
    JobService.method.listJobs,
    { queue, state: state ? states[state] : JobState.UNSPECIFIED, pageSize: 50, pageToken },
    {
      refetchInterval: REFRESH_MS,
      select: ({ jobs, nextPageToken }) => ({ jobs: jobs.map(toJob), nextPage: nextPageToken || undefined }),
    },
  )

export const useRetryJob = () => useMutation(JobService.method.retryJob, { onSuccess: useForget(JobService) })
export const useDiscardJob = () => useMutation(JobService.method.discardJob, { onSuccess: useForget(JobService) })
