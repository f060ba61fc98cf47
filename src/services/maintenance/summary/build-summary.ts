import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { CallAnalyser } from '../../../domain/analysis/call-analyser.ts'
import { thresholdsWith } from '../../../domain/analysis/thresholds.ts'
import type { ClosedIntervals } from '../../../domain/stats/connection-stats.ts'
import type { StatsSnapshot } from '../../../domain/summary/stats-snapshot.ts'
import { SummaryFold, type SummaryResult } from '../../../domain/summary/summary-fold.ts'
import { SUMMARY_VERSION } from '../../../domain/summary/summary-version.ts'
import { inTransaction } from '../../../storage/engine/transaction.ts'
import { App } from '../../../storage/entities/app.ts'
import { Conference } from '../../../storage/entities/conference.ts'
import { readEventsInOrder, type StoredEvent } from '../../../storage/events/read-events.ts'
import { areLinked } from '../../../storage/tables/conferences.ts'
import { copySeriesChunks } from '../../../storage/tables/series-chunks.ts'
import { takeBackLeaves } from '../../../storage/tables/sessions.ts'
import { copyChunks, deleteStatsEvents, earlierSummary, finishSummary } from '../../../storage/tables/summaries.ts'
import { storeVerdicts } from '../../../storage/tables/verdicts.ts'
import { lockConference } from '../../lifecycle/locked-call.ts'
import { callFacts } from '../call-facts.ts'
import { judgeCall } from '../judge-call.ts'
import { ChunkWriter } from './chunk-writer.ts'
import { reconcileFindings } from './reconcile-findings.ts'
import { SeriesWriter } from './series-writer.ts'

export interface SummaryBuild {
  em: () => EntityManager
  conferenceId: string
  /** Whether the raw stats go once the summary is there. */
  cleanup: boolean
  signal?: AbortSignal
}

/**
 * Builds the summary of an ended conference: reads its events once, in order, and keeps what graphs are drawn from, the
 * issues of the whole call and a verdict. What an earlier summary says of reports that were deleted since stays. A build
 * that was interrupted leaves chunks that the next one removes. Does nothing when the call goes on meanwhile: its next end
 * asks again.
 */
export async function buildSummary({ em, conferenceId, cleanup, signal }: SummaryBuild): Promise<void> {
  const conference = await em().findOne(Conference, { id: conferenceId })
  if (!conference || conference.ongoing) return
  const app = await em().findOneOrFail(App, { id: conference.app })
  const { sfus, toCallEvent } = await callFacts(em(), conferenceId)
  const place = { conferenceId, build: randomUUID() }
  const before = await earlierSummary(em(), conferenceId)
  const deletedUntil = before?.reportsDeletedUntil ? new Date(before.reportsDeletedUntil) : null
  const from = deletedUntil ? before?.build : null
  const copied = from ? await copyChunks(em(), { ...place, from }) : 0
  const copiedSeries = from ? await copySeriesChunks(em(), { ...place, from }) : 0
  const fold = new SummaryFold(app.interval)
  const analyser = new CallAnalyser({ intervalMs: app.interval, thresholds: app.thresholds, sfus })
  const chunks = new ChunkWriter(em, place, copied)
  const series = new SeriesWriter(em, place, { thresholds: thresholdsWith(app.thresholds), number: copiedSeries })
  for await (const events of readEventsInOrder(em, conferenceId)) {
    signal?.throwIfAborted()
    for (const event of events) {
      const closed = analyser.feed(toCallEvent(event))
      const snapshot = foldEvent(fold, conferenceId, event, closed)
      if (snapshot) await chunks.add(snapshot)
      if (closed) await series.add(event, closed)
    }
  }
  await chunks.flush()
  await series.flush()
  const built = { ...place, cleanup, analyser, result: fold.result(), sfus, deletedUntil }
  await inTransaction(em(), transaction => settle(transaction, built))
}

function foldEvent(
  fold: SummaryFold,
  conferenceId: string,
  event: StoredEvent,
  closed: ClosedIntervals | null,
): StatsSnapshot | null {
  if (!event.report || !event.connectionId) return null
  const stats = {
    id: event.id,
    app: event.appId,
    session: event.sessionId,
    conference: conferenceId,
    participant: event.participantId,
    peer: event.peerId,
    connection: event.connectionId,
    createdAt: event.createdAt,
    report: event.report,
  }
  return fold.add(stats, closed).snapshot
}

interface Built {
  conferenceId: string
  build: string
  cleanup: boolean
  analyser: CallAnalyser
  result: SummaryResult
  sfus: ReadonlySet<string>
  deletedUntil: Date | null
}

async function settle(em: EntityManager, built: Built): Promise<void> {
  const { conferenceId, build, cleanup, analyser, result, sfus, deletedUntil } = built
  const conference = await lockConference(em, conferenceId)
  if (conference.ongoing) return
  const reporters = result.participants.map(({ participant }) => participant)
  if (!(await areLinked(em, conferenceId, reporters))) {
    throw new Error('A participant was erased while the summary was built: it must be built again')
  }
  const at = conference.endTime ?? conference.createdAt
  analyser.end(at.getTime())
  await takeBackLeaves(em, analyser.stays())
  const findings = analyser.findings()
  await reconcileFindings(em, conference, {
    findings,
    emosIssues: result.emosIssues,
    at,
    deletedUntil,
  })
  // The scores of deleted reports are known from the verdict that they led to, which stays when nothing came since.
  const hasReports = result.participants.length > 0
  const verdict =
    deletedUntil && !hasReports
      ? null
      : await judgeCall(em, {
          conferenceId,
          findings,
          excused: analyser.excusedConnections(),
          scores: result.participants,
          sfus,
          until: at,
          deletedUntil,
        })
  const finished = await finishSummary(em, { conferenceId, build, version: SUMMARY_VERSION, verdict })
  if (finished) await storeVerdicts(em, conferenceId, finished)
  if (cleanup) await deleteStatsEvents(em, conferenceId)
}
