import type { Queue } from 'pg-boss'
import { GIVEN_UP } from '../storage/tables/jobs.ts'

/** Data of each kind of job. */
export interface JobPayloads {
  /** Build the summary of an ended conference, and judge it. */
  summary: { conferenceId: string }
  /** Look for what goes wrong in calls that are under way. */
  analysis: object
  /** Make the event partitions of the coming days. */
  event_partitions: object
  /** End conferences that nobody has reported about for long. */
  stale_conferences: object
  /** Delete what is older than it may get. */
  retention: object
}

export type JobName = keyof JobPayloads

/** When a job comes up by itself. */
interface Schedule {
  /** Minute, hour, day of month, month, day of week; UTC. */
  cron: string
}

interface JobKind {
  queue: Omit<Queue, 'name' | 'deadLetter'>
  /** Period at which a server looks for jobs of this kind, s. */
  pollSeconds: number
  /** Time from its end until it is due again, s. */
  repeatSeconds?: number
  schedule?: Schedule
}

/** Tried again after 5 s, 10 s, 20 s … up to ten minutes. */
const patient = { retryLimit: 8, retryDelay: 5, retryBackoff: true, retryDelayMax: 600 } as const

/** Every kind of background job. */
export const jobTable: Record<JobName, JobKind> = {
  summary: {
    // One waiting and one running a conference: a call that goes on and ends again while its summary is built is
    // summarised once more. A server that dies is noticed by its missing heartbeat.
    queue: {
      ...patient,
      policy: 'stately',
      notify: true,
      expireInSeconds: 3600,
      heartbeatSeconds: 15,
      deleteAfterSeconds: 3600,
    },
    pollSeconds: 1,
  },
  analysis: {
    // Each run asks for the next one; the schedule begins anew where that was lost.
    queue: { policy: 'stately', retryLimit: 0, expireInSeconds: 300, heartbeatSeconds: 15, deleteAfterSeconds: 60 },
    pollSeconds: 5,
    repeatSeconds: 10,
    schedule: { cron: '* * * * *' },
  },
  event_partitions: {
    queue: { ...patient, policy: 'exclusive', expireInSeconds: 600, deleteAfterSeconds: 3600 },
    pollSeconds: 30,
    schedule: { cron: '7 * * * *' },
  },
  stale_conferences: {
    queue: { ...patient, policy: 'exclusive', expireInSeconds: 600, deleteAfterSeconds: 3600 },
    pollSeconds: 10,
    schedule: { cron: '*/10 * * * *' },
  },
  retention: {
    queue: { ...patient, policy: 'exclusive', expireInSeconds: 3600, deleteAfterSeconds: 86_400 },
    pollSeconds: 30,
    schedule: { cron: '17 3 * * *' },
  },
}

export const jobNames = Object.keys(jobTable) as JobName[]

export const queueNames: string[] = [GIVEN_UP, ...jobNames]
