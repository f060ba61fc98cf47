import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import { intervalScores } from '../../domain/scores/interval-scores.ts'
import type { ClosedIntervals } from '../../domain/stats/connection-stats.ts'
import { ParticipantTallies } from '../../domain/summary/participant-tallies.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { readEventsById, readEventsInOrder, type StoredEvent } from '../../storage/events/read-events.ts'
import { listReceivedEvents } from '../../storage/events/received-events.ts'
import { analysedUntil, saveAnalysedUntil } from '../../storage/tables/analysis-progress.ts'
import { storeFindings, withdrawOtherFindings } from '../../storage/tables/findings.ts'
import {
  findRunningAnalyses,
  findRunningAnalysis,
  type RunningAnalysis,
  saveRunningAnalysis,
} from '../../storage/tables/running-analyses.ts'
import { takeBackLeaves } from '../../storage/tables/sessions.ts'
import { storeVerdicts } from '../../storage/tables/verdicts.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { callFacts } from './call-facts.ts'
import { judgeCall } from './judge-call.ts'

/** Events are looked at this long after they were received, ms: until then they may still be on their way to the disk. */
const SETTLING_MS = 2000

/** One that has fallen further behind looks at each conference by itself, ms. */
const SHORT_SPAN_MS = 60_000

/** One that has more than this to take in does not rest, ms. */
const LEISURELY_SPAN_MS = 30_000

/** Events of a run, by when they were received. */
interface Span {
  /** Null: since the beginning. */
  after: string | null
  until: string
}

/** New events of each conference, by id; null: all that were received after its position. */
type News = ReadonlyMap<string, readonly string[] | null>

/**
 * Takes what was received since the last time into the analysis of each ongoing conference, and brings its findings and
 * its verdict so far up to date; findings that turned out to be none are taken back. What arrives too late for this is
 * found when the call has ended and is looked at as a whole. Rests as long as it works, so that requests that come meanwhile
 * are answered as quickly as others, but not when it has fallen behind.
 * @returns how many conferences had something new
 */
export async function analyseOngoing(em: () => EntityManager, now: Date, signal?: AbortSignal): Promise<number> {
  const after = await analysedUntil(em())
  const span: Span = { after, until: new Date(now.getTime() - SETTLING_MS).toISOString() }
  const rest = lengthMs(span) <= LEISURELY_SPAN_MS ? restingAsLong(signal) : async () => {}
  const news = await newsSince(em, span)
  for (const [conferenceId, ids] of news) {
    signal?.throwIfAborted()
    await advance(em, conferenceId, { ...span, ids }, rest)
  }
  await saveAnalysedUntil(em(), span.until)
  return news.size
}

/** A function that rests for as long as the work since its last call took. */
function restingAsLong(signal: AbortSignal | undefined): () => Promise<void> {
  let began = performance.now()
  return async () => {
    await delay(performance.now() - began, undefined, { signal })
    began = performance.now()
  }
}

const lengthMs = ({ after, until }: Span): number =>
  after === null ? Number.POSITIVE_INFINITY : new Date(until).getTime() - new Date(after).getTime()

async function newsSince(em: () => EntityManager, span: Span): Promise<News> {
  const { after, until } = span
  if (after !== null && lengthMs(span) <= SHORT_SPAN_MS) return await listReceivedEvents(em(), { after, until })
  const all = await findRunningAnalyses(em(), until)
  return new Map(all.map(id => [id, null]))
}

interface Step extends Span {
  ids: readonly string[] | null
}

async function advance(
  em: () => EntityManager,
  conferenceId: string,
  step: Step,
  rest: () => Promise<void>,
): Promise<void> {
  const analysis = await findRunningAnalysis(em(), conferenceId)
  if (!analysis) return
  const { appId, interval, thresholds } = analysis
  const { position, state, scores } = continued(analysis)
  const { sfus, toCallEvent } = await callFacts(em(), conferenceId)
  const settings = { intervalMs: interval, thresholds, sfus }
  const analyser = CallAnalyser.restore(state, settings)
  const tallies = new ParticipantTallies(interval, scores)
  for await (const events of newEvents(em, conferenceId, position, step)) {
    for (const event of events) tally(tallies, event, analyser.feed(toCallEvent(event)))
    await rest()
  }
  await inTransaction(em(), async transaction => {
    const conference = await lockConference(transaction, conferenceId)
    if (!conference.ongoing) return
    const findings = analyser.findings()
    await withdrawOtherFindings(transaction, conferenceId, findings, null)
    await storeFindings(transaction, { appId, conferenceId }, findings)
    await takeBackLeaves(transaction, analyser.stays())
    const progress = { position: step.until, state: analyser.save(), scores: tallies.save() }
    await saveRunningAnalysis(transaction, conferenceId, progress)
    const soFar = {
      conferenceId,
      findings,
      excused: analyser.excusedConnections(),
      scores: tallies.results(),
      sfus,
      until: new Date(step.until),
      deletedUntil: null,
    }
    await storeVerdicts(transaction, conferenceId, await judgeCall(transaction, soFar))
  })
}

/** Where an analysis goes on; at the first event when what it has come to cannot be read any more. */
const continued = ({ position, state, scores }: RunningAnalysis) =>
  scores && CallAnalyser.canRestore(state) ? { position, state, scores } : { position: null, state: null, scores: [] }

function tally(tallies: ParticipantTallies, event: StoredEvent, closed: ClosedIntervals | null): void {
  if (!event.report || !event.connectionId) return
  const scores = closed ? intervalScores(closed) : []
  tallies.add({ participant: event.participantId, at: event.createdAt, scores, closed })
}

/** The listed events, unless the analysis begins with this, or has come further than the last complete run. */
function newEvents(
  em: () => EntityManager,
  conferenceId: string,
  position: string | null,
  { ids, after, until }: Step,
): AsyncGenerator<Iterable<StoredEvent>> {
  const continues = position !== null && after !== null && new Date(position) <= new Date(after)
  if (ids && continues) return readEventsById(em, conferenceId, ids)
  return readEventsInOrder(em, conferenceId, { after: position ?? '-infinity', until })
}
