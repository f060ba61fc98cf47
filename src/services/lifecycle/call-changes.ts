import type { EntityManager } from '@mikro-orm/postgresql'
import { CallDraft } from '../../domain/lifecycle/call-draft.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { QueuedItems } from '../../storage/batching/batcher.ts'
import { type LockedOutcome, LockingBatcher, type LockingWork } from '../../storage/batching/locking-batcher.ts'
import type { ChangeFeed } from '../../storage/changes/change-feed.ts'
import { LostRace } from '../../storage/engine/failures.ts'
import { storedEvents, tieToTrack } from '../../storage/events/insert-events.ts'
import { applyReport, type TakenEvents } from './apply-report.ts'
import { lockRows } from './locked-rows.ts'
import type { Report, ReportOutcome } from './reported-event.ts'
import { type SummaryRequests, storeDraft } from './store-draft.ts'

/** Two batches at once would be half as large, and cost twice as much. */
const LIMITS = {
  store: 'call_changes',
  parallel: 1,
  itemsBeside: 1,
  rest: { ms: 5, items: 16 },
  capacityBytes: 32 * 1024 * 1024,
  batchItems: 200,
  batchBytes: 2 * 1024 * 1024,
}

/**
 * Stores events that change connections, tracks, sessions or conferences, with these changes: in one transaction for all
 * that are reported at the same time.
 */
export class CallChanges {
  readonly #reports: LockingBatcher<Report, ReportOutcome>

  constructor(em: () => EntityManager, changes: ChangeFeed, summaryRequests: SummaryRequests) {
    this.#reports = new LockingBatcher(em, changeCalls(changes, summaryRequests), LIMITS)
  }

  /**
   * Resolves when what was not refused of the report is committed.
   * @param bytes size of its contents
   * @throws DomainError overloaded, invalid_token when the session is gone
   */
  add(report: Report, bytes: number): Promise<ReportOutcome> {
    return this.#reports.add(report.reporter.appId, report, bytes)
  }

  /** Queue of reports. */
  get queued(): QueuedItems {
    return this.#reports.queued
  }

  /** Resolves when nothing waits and nothing runs. */
  drain(): Promise<void> {
    return this.#reports.drain()
  }
}

/** Locks the rows, takes in event after event in the order in which they came, and stores what has come of them. */
const changeCalls =
  (changes: ChangeFeed, summaryRequests: SummaryRequests): LockingWork<Report, ReportOutcome> =>
  async (em, reports, options) => {
    const { rows, admitted } = await lockRows(em, reports, options)
    const named = [...admitted].flatMap(report => report.events).filter(({ isNamed }) => isNamed)
    const known = await storedEvents(
      em,
      named.map(({ row }) => row),
    )
    const draft = new CallDraft(rows)
    const taken: TakenEvents = { known, rows: [], ties: [] }
    const outcomes = reports.map((report): LockedOutcome<ReportOutcome> => {
      if (admitted.has(report)) return applyReport(draft, taken, report)
      return options.skipsLocked ? 'busy' : new DomainError('invalid_token', 'The session of the token does not exist')
    })
    const stored = await storeDraft(em, draft, summaryRequests, taken.rows)
    if (stored < taken.rows.length) throw new LostRace('An event was stored by somebody else meanwhile')
    await changes.announceEvents(taken.rows, em)
    for (const { conferenceId, eventId, trackId } of taken.ties) await tieToTrack(em, conferenceId, eventId, trackId)
    return outcomes
  }
