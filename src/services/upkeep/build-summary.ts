import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import type { Finding } from '../../domain/analysis/finding.ts'
import { asArray, asObject, type JsonValue } from '../../domain/json.ts'
import { type CallVerdict, callVerdict } from '../../domain/summary/call-verdict.ts'
import type { EmosIssue } from '../../domain/summary/low-emos.ts'
import type { StatsSnapshot } from '../../domain/summary/stats-snapshot.ts'
import { SummaryFold, type SummaryResult } from '../../domain/summary/summary-fold.ts'
import { SUMMARY_VERSION } from '../../domain/summary/summary-version.ts'
import { App } from '../../storage/entities/app.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { readEventsInOrder, type StoredEvent } from '../../storage/events/read-events.ts'
import { storeFindings, withdrawOtherFindings } from '../../storage/findings.ts'
import { raiseIssue } from '../../storage/issues.ts'
import { deleteRunningAnalysis } from '../../storage/running-analyses.ts'
import { addSummaryChunk, deleteStatsEvents, finishSummary } from '../../storage/summaries.ts'
import { inTransaction } from '../../storage/transaction.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { callEventReader } from './call-events.ts'

/** Snapshots of one row. */
const CHUNK = 500

export interface SummaryBuild {
  em: () => EntityManager
  conferenceId: string
  /** Whether the raw stats go once the summary is there. */
  cleanup: boolean
  signal?: AbortSignal
}

/**
 * Builds the summary of an ended conference: reads its events once, in order, and keeps what graphs are drawn from, the
 * issues of the whole call and a verdict. A build that was interrupted leaves chunks that the next one removes. Does
 * nothing when the call goes on meanwhile: its next end asks again.
 */
export async function buildSummary({ em, conferenceId, cleanup, signal }: SummaryBuild): Promise<void> {
  const conference = await em().findOne(Conference, { id: conferenceId })
  if (!conference || conference.ongoing) return
  const app = await em().findOneOrFail(App, { id: conference.app })
  const fold = new SummaryFold(app.interval)
  const build = randomUUID()
  const chunks = new ChunkWriter(em, conferenceId, build)
  const analyser = new CallAnalyser({ intervalMs: app.interval, thresholds: app.thresholds })
  const toCallEvent = await callEventReader(em(), conferenceId)
  for await (const events of readEventsInOrder(em, conferenceId)) {
    signal?.throwIfAborted()
    for (const event of events) {
      analyser.feed(toCallEvent(event))
      const snapshot = foldEvent(fold, conferenceId, event)
      if (snapshot) await chunks.add(snapshot)
    }
  }
  await chunks.flush()
  const settled = { conferenceId, build, cleanup, analyser, result: fold.result() }
  await inTransaction(em(), transaction => settle(transaction, settled))
}

function foldEvent(fold: SummaryFold, conferenceId: string, event: StoredEvent): StatsSnapshot | null {
  if (!event.report || !event.connectionId) return null
  const { snapshot } = fold.add({
    id: event.id,
    app: event.appId,
    session: event.sessionId,
    conference: conferenceId,
    participant: event.participantId,
    peer: event.peerId,
    connection: event.connectionId,
    createdAt: event.createdAt,
    report: event.report,
  })
  return snapshot
}

/** Collects snapshots and stores them a chunk at a time. */
class ChunkWriter {
  readonly #em: () => EntityManager
  readonly #conferenceId: string
  readonly #build: string
  #number = 0
  #snapshots: StatsSnapshot[] = []

  constructor(em: () => EntityManager, conferenceId: string, build: string) {
    this.#em = em
    this.#conferenceId = conferenceId
    this.#build = build
  }

  async add(snapshot: StatsSnapshot): Promise<void> {
    this.#snapshots.push(snapshot)
    if (this.#snapshots.length === CHUNK) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#snapshots.length === 0) return
    const place = { conferenceId: this.#conferenceId, build: this.#build, number: this.#number++ }
    await addSummaryChunk(this.#em(), place, this.#snapshots)
    this.#snapshots = []
  }
}

interface Settled {
  conferenceId: string
  build: string
  cleanup: boolean
  analyser: CallAnalyser
  result: SummaryResult
}

async function settle(em: EntityManager, { conferenceId, build, cleanup, analyser, result }: Settled): Promise<void> {
  const conference = await lockConference(em, conferenceId)
  if (conference.ongoing) return
  const at = conference.endTime ?? conference.createdAt
  analyser.end(at.getTime())
  await replaceFindings(em, conference, analyser.findings())
  await replaceEmosIssues(em, conference, result.emosIssues, at)
  const verdict = await judge(em, conference, result, at)
  await finishSummary(em, { conferenceId, build, version: SUMMARY_VERSION, verdict })
  if (cleanup) await deleteStatsEvents(em, conferenceId)
}

async function replaceFindings(em: EntityManager, conference: Conference, findings: readonly Finding[]): Promise<void> {
  await withdrawOtherFindings(em, conference.id, findings)
  await storeFindings(em, { appId: conference.app, conferenceId: conference.id }, findings)
  await deleteRunningAnalysis(em, conference.id)
}

async function replaceEmosIssues(
  em: EntityManager,
  conference: Conference,
  issues: readonly EmosIssue[],
  at: Date,
): Promise<void> {
  await em.nativeDelete(Issue, { conference: conference.id, code: ['low_emos', 'very_low_emos'] })
  for (const { code, type, participant, session, data } of issues) {
    await raiseIssue(em, {
      appId: conference.app,
      conferenceId: conference.id,
      sessionId: session,
      participantId: participant,
      connectionId: null,
      type,
      code,
      subject: participant,
      data: { ...data },
      at,
    })
  }
}

async function judge(
  em: EntityManager,
  conference: Conference,
  { participants }: SummaryResult,
  until: Date,
): Promise<CallVerdict> {
  const all = await em.find(Issue, { conference: conference.id })
  const findings = all.flatMap(({ code, type, participant, startedAt, endedAt, data }) =>
    startedAt
      ? [
          {
            code,
            type,
            startedAt,
            endedAt: endedAt ?? null,
            participantId: participant ?? null,
            causedBy: causesOf(data),
          },
        ]
      : [],
  )
  const issues = all.flatMap(({ code, participant, startedAt }) =>
    startedAt ? [] : [{ code, participantId: participant ?? null }],
  )
  return callVerdict({ scores: participants, findings, issues, until })
}

const causesOf = (data: JsonValue | undefined): string[] =>
  asArray(asObject(data)['causedBy']).filter(cause => typeof cause === 'string')
