import type { EntityManager } from '@mikro-orm/postgresql'
import { CallDraft } from '../../domain/lifecycle/call-draft.ts'
import type { ConferenceRow } from '../../domain/lifecycle/call-rows.ts'
import { lockWholeConference } from './locked-rows.ts'
import { type SummaryRequests, storeDraft } from './store-draft.ts'

/** Changes a conference of which everything is locked, and stores what follows from it. */
export async function changeConference(
  em: EntityManager,
  summaryRequests: SummaryRequests,
  id: string,
  change: (draft: CallDraft, conference: ConferenceRow) => void,
): Promise<void> {
  const draft = new CallDraft(await lockWholeConference(em, id))
  change(draft, draft.conference(id))
  await storeDraft(em, draft, summaryRequests)
}
