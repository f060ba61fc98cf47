import type { EntityManager } from '@mikro-orm/postgresql'
import { daysKept } from '../../domain/call/call-times.ts'
import type { CallDraft, RaisedIssue } from '../../domain/lifecycle/call-draft.ts'
import type { SessionRow } from '../../domain/lifecycle/call-rows.ts'
import { judgeSession } from '../../domain/lifecycle/session-verdict.ts'
import { type GainedSeconds, updateCallTimes } from '../../domain/lifecycle/updated-call-times.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import { addActiveSeconds } from '../../storage/tables/apps.ts'
import { type ConnectionFacts, connectionFacts } from '../../storage/tables/call-rows.ts'
import type { NewIssue, WithdrawnIssue } from '../../storage/tables/issues.ts'
import { storeChanges } from '../../storage/tables/store-changes.ts'
import { newIssue } from './new-issue.ts'

/** Requests that follow when a call has ended. */
export interface SummaryRequests {
  /** Asks for the summaries of ended conferences, in the transaction that ended them. */
  requestSummaries(em: EntityManager, conferenceIds: readonly string[]): Promise<void>
}

/**
 * Stores events, what they have changed of locked rows, and all that follows from it: times, minutes, issues, summaries.
 * @returns how many of the events were not there before
 */
export async function storeDraft(
  em: EntityManager,
  draft: CallDraft,
  summaryRequests: SummaryRequests,
  events: readonly EventRow[] = [],
): Promise<number> {
  const facts = asDrafted(
    draft,
    await connectionFacts(em, {
      conferences: [...draft.endings.keys()].map(({ id }) => id),
      sessions: [...draft.judged].map(({ id }) => id),
    }),
  )
  const { gained, summaries } = settle(draft, facts)
  const { raised, withdrawn } = judge(draft, facts)
  const stored = await storeChanges(em, {
    events,
    conferences: draft.changedConferences,
    sessions: draft.changedSessions,
    connections: draft.changedConnections,
    newTracks: draft.newTracks,
    tracks: draft.changedTracks,
    withdrawn,
    raised: [...draft.issues.map(newIssue), ...raised],
  })
  if (summaries.length > 0) await summaryRequests.requestSummaries(em, summaries)
  const [oldestDay = ''] = daysKept(new Date())
  await addActiveSeconds(em, gained, oldestDay)
  return stored
}

/** Brings calls in line with what was reported to end, and says whose summary is not, or no longer, right. */
function settle(draft: CallDraft, facts: readonly ConnectionFacts[]): { gained: GainedSeconds[]; summaries: string[] } {
  const spans = Map.groupBy(facts, row => row.conferenceId)
  const gained: GainedSeconds[] = []
  const summaries: string[] = []
  for (const [conference, { wasOngoing, changed, sessions }] of draft.endings) {
    gained.push(...updateCallTimes(conference, sessions, spans.get(conference.id) ?? []))
    draft.changedConferences.add(conference)
    for (const session of sessions) draft.changedSessions.add(session)
    const ended = wasOngoing && !conference.ongoing
    const isOver = conference.startTime !== null && !conference.ongoing
    if (ended || (changed && isOver)) summaries.push(conference.id)
  }
  return { gained, summaries }
}

/** Finds what the end of sessions brings to light, and what a late report has refuted. */
function judge(draft: CallDraft, facts: readonly ConnectionFacts[]) {
  const connections = Map.groupBy(facts, row => row.sessionId)
  const raised: NewIssue[] = []
  const withdrawn: WithdrawnIssue[] = []
  for (const session of draft.judged) {
    const verdict = judgeSession(session, connections.get(session.id) ?? [])
    for (const code of verdict.raised) raised.push(newIssue(issueOf(session, code, verdict.at)))
    for (const code of verdict.refuted) {
      withdrawn.push({ conferenceId: session.conference, code, subject: session.id })
    }
  }
  return { raised, withdrawn }
}

const issueOf = (session: SessionRow, code: RaisedIssue['code'], at: Date): RaisedIssue => ({
  appId: session.app,
  conferenceId: session.conference,
  sessionId: session.id,
  participantId: session.participant,
  connectionId: null,
  code,
  at,
  data: null,
})

/** Connections as they are in the database, but for those that have just been changed. */
const asDrafted = ({ connections }: CallDraft, stored: readonly ConnectionFacts[]): ConnectionFacts[] =>
  stored.map(row => {
    const changed = connections.get(row.id)
    if (!changed) return row
    const { endTime, endPresumed, established } = changed
    return { ...row, end: endTime, endTime, endPresumed, established }
  })
