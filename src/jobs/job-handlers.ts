import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { SummaryRequests } from '../services/lifecycle/store-draft.ts'
import { analyseOngoing } from '../services/maintenance/analyse-ongoing.ts'
import { deleteExpired } from '../services/maintenance/delete-expired.ts'
import { endStaleConferences, staleTimeoutMs } from '../services/maintenance/end-stale-conferences.ts'
import { LargeAnalyses } from '../services/maintenance/large-analyses.ts'
import { buildSummary } from '../services/maintenance/summary/build-summary.ts'
import { deleteExpiredSignIns } from '../storage/access/sign-in-attempts.ts'
import type { Database } from '../storage/engine/database.ts'
import { createEventPartitions } from '../storage/events/event-partitions.ts'
import { markSummaryFailed } from '../storage/tables/summaries.ts'
import type { JobHandlers } from './job-runner.ts'

/** Handlers of jobs: each calls one operation and logs its outcome. */
export function jobHandlers(
  config: Config,
  database: Database,
  summaryRequests: SummaryRequests,
  log: Logger,
): JobHandlers {
  const { em } = database
  const large = new LargeAnalyses()
  return {
    async summary({ conferenceId }, { signal, isLast }) {
      try {
        await buildSummary({ em, conferenceId, cleanup: config.postConferenceCleanup, signal })
      } catch (error) {
        if (isLast) await markSummaryFailed(em(), conferenceId)
        throw error
      }
    },

    async analysis(_payload, { signal }) {
      await analyseOngoing(em, new Date(), { large, signal })
    },

    async event_partitions() {
      const partitions = await createEventPartitions(em(), new Date())
      if (partitions.length > 0) log.info({ partitions }, 'event partitions were made')
    },

    async stale_conferences() {
      const timeoutMs = staleTimeoutMs(config.conferenceTimeoutHours)
      const ended = await endStaleConferences({ em, summaryRequests, timeoutMs, now: new Date() })
      if (ended.length > 0) log.info({ conferences: ended.map(({ id }) => id) }, 'stale conferences were ended')
    },

    async retention(_payload, { signal }) {
      const deleted = await deleteExpired(em, { defaultDays: config.retentionDays || null, now: new Date(), signal })
      await deleteExpiredSignIns(em(), new Date())
      if (deleted.conferences > 0 || deleted.partitions.length > 0) log.info(deleted, 'expired calls were deleted')
    },
  }
}
