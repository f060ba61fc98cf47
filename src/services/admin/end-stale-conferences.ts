import { inTransaction } from '../../storage/engine/transaction.ts'
import type { StaleConference } from '../../storage/tables/stale-conferences.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { endStaleConferences, staleTimeoutMs } from '../maintenance/end-stale-conferences.ts'

/**
 * Ends stale conferences now, or says which they are.
 * @param timeoutMs undefined: as the server is configured
 * @throws DomainError invalid_parameters
 */
export async function endStaleConferencesNow(
  context: CallerContext,
  { dryRun, timeoutMs: asked }: { dryRun: boolean; timeoutMs?: number | undefined },
): Promise<StaleConference[]> {
  const { services, now } = context
  const { em, summaryRequests, conferenceTimeoutHours } = services
  const timeoutMs = staleTimeoutMs(conferenceTimeoutHours, asked)
  const conferences = await endStaleConferences({ em, summaryRequests, timeoutMs, now, dryRun })
  if (!dryRun && conferences.length > 0) {
    await inTransaction(em(), async transaction => {
      for (const { id } of conferences) {
        audit(transaction, context, { action: 'end_stale_conference', subjectId: id, data: { timeoutMs } })
      }
    })
  }
  return conferences
}
