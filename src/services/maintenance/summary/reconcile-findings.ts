import type { EntityManager } from '@mikro-orm/postgresql'
import type { Finding } from '../../../domain/analysis/finding.ts'
import type { EmosIssue } from '../../../domain/summary/low-emos.ts'
import type { Conference } from '../../../storage/entities/conference.ts'
import { storeFindings, withdrawOtherFindings } from '../../../storage/tables/findings.ts'
import { raiseIssues, withdrawEmosIssues } from '../../../storage/tables/issues.ts'
import { deleteRunningAnalysis } from '../../../storage/tables/running-analyses.ts'

/** Findings of a whole call. */
interface WholeCall {
  findings: readonly Finding[]
  emosIssues: readonly EmosIssue[]
  /** When the call ended. */
  at: Date
  /** Reports up to then were deleted: what they showed is known from an earlier look only. Null for none. */
  deletedUntil: Date | null
}

/** Puts what a look at the whole of an ended call has found in the place of what was found while it went on. */
export async function reconcileFindings(
  em: EntityManager,
  conference: Conference,
  { findings, emosIssues, at, deletedUntil }: WholeCall,
): Promise<void> {
  const owner = { appId: conference.app, conferenceId: conference.id }
  await withdrawOtherFindings(em, conference.id, findings, deletedUntil)
  await storeFindings(em, owner, findings)
  await deleteRunningAnalysis(em, conference.id)
  if (!deletedUntil) await withdrawEmosIssues(em, conference.id)
  const issues = emosIssues.map(({ code, type, participant, session, data }) => {
    const about = { ...owner, sessionId: session, participantId: participant, connectionId: null, subject: participant }
    return { ...about, type, code, data: { ...data }, at }
  })
  await raiseIssues(em, issues)
}
