import type { EntityManager } from '@mikro-orm/postgresql'
import { endConference } from '../../domain/lifecycle/end-calls.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { App } from '../../storage/entities/app.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { changeConference } from '../lifecycle/change-conference.ts'
import { lockConference } from '../lifecycle/locked-call.ts'

/**
 * Ends a call of any organization: all its connections and sessions, and itself.
 * @returns false when it was over already
 * @throws DomainError conference_not_found
 */
export async function endConferenceNow(context: CallerContext, id: string): Promise<boolean> {
  const { services, now } = context
  return await inTransaction(services.em(), async em => {
    const conference = await lockedConference(em, id)
    if (!conference.ongoing) return false
    await changeConference(em, services.summaryRequests, conference.id, (draft, row) => endConference(draft, row, now))
    await auditCall(em, context, 'end_conference', conference)
    return true
  })
}

/**
 * Has the summary of an ended call of any organization built again, from what is stored of the call now.
 * @throws DomainError conference_not_found, conference_ongoing
 */
export async function rebuildSummary(context: CallerContext, id: string): Promise<void> {
  const { services } = context
  await inTransaction(services.em(), async em => {
    const conference = await lockedConference(em, id)
    if (conference.ongoing) throw new DomainError('conference_ongoing', 'Its summary is built when the call has ended')
    await services.summaryRequests.requestSummaries(em, [conference.id])
    await auditCall(em, context, 'rebuild_summary', conference)
  })
}

async function lockedConference(em: EntityManager, id: string): Promise<Conference> {
  const uuid = parseUuid(id)
  const found = uuid ? await em.findOne(Conference, { id: uuid }) : null
  if (!found) throw new DomainError('conference_not_found')
  em.clear()
  return await lockConference(em, found.id)
}

async function auditCall(em: EntityManager, context: CallerContext, action: string, { id, app }: Conference) {
  const { organization } = await em.findOneOrFail(App, { id: app })
  audit(em, context, { action, subjectId: id, organizationId: organization })
}
