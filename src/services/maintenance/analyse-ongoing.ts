import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { type AnalysisSettings, CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import { intervalScores } from '../../domain/scores/interval-scores.ts'
import type { ClosedIntervals } from '../../domain/stats/connection-stats.ts'
import { ParticipantTallies } from '../../domain/summary/participant-tallies.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { readEventsById, readEventsInOrder, type StoredEvent } from '../../storage/events/read-events.ts'
import { listReceivedEvents } from '../../storage/events/received-events.ts'
import { analysedUntil, saveAnalysedUntil } from '../../storage/tables/analysis-progress.ts'
import { storeFindings, withdrawOtherFindings } from '../../storage/tables/findings.ts'
import {
  deleteRunningAnalysis,
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
import { isDue, isLarge, LargeAnalyses } from './large-analyses.ts'

/** Events are looked at this long after they were received, ms: until then they may still be on their way to the disk. */
const SETTLING_MS = 2000

/** One that has fallen further behind looks at each conference by itself, ms. */
const SHORT_SPAN_MS = 60_000

/** One that has more than this to take in does not rest, ms. */
const LEISURELY_SPAN_MS = 30_000

/** Conferences that cannot be analysed for reasons of their own; when there are more, it is not them. */
const MAX_FAILURES = 3

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
 * @throws AggregateError after all others were looked at: the analysis of a conference that failed begins anew when something new
 *   comes of it
 */
export async function analyseOngoing(
  em: () => EntityManager,
  now: Date,
  { large = new LargeAnalyses(), signal }: { large?: LargeAnalyses; signal?: AbortSignal } = {},
): Promise<number> {
  const after = await analysedUntil(em())
  const span: Span = { after, until: new Date(now.getTime() - SETTLING_MS).toISOString() }
  const rest = lengthMs(span) <= LEISURELY_SPAN_MS ? restingAsLong(signal) : async () => {}
  const news = await newsSince(em, span)
  const failures: Error[] = []
  for (const [conferenceId, ids] of news) {
    try {
      signal?.throwIfAborted()
      await advance(em, conferenceId, { ...span, ids }, { large, rest })
    } catch (cause) {
      if (signal?.aborted || failures.length >= MAX_FAILURES) throw cause
      // Begun anew with what comes next: what this step was to take in is not listed again.
      await deleteRunningAnalysis(em(), conferenceId)
      failures.push(new Error(`The conference ${conferenceId} could not be analysed`, { cause }))
    }
  }
  await saveAnalysedUntil(em(), span.until)
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '))
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

interface Run {
  large: LargeAnalyses
  rest: () => Promise<void>
}

async function advance(em: () => EntityManager, conferenceId: string, step: Step, { large, rest }: Run): Promise<void> {
  const left = large.take(conferenceId)
  const stored = await findRunningAnalysis(em(), conferenceId, left?.saved.position ?? null)
  if (!stored) return
  // Another process may have come further meanwhile.
  const kept = left?.saved.position === stored.position ? left : undefined
  const { appId, interval, thresholds } = stored
  const { sfus, toCallEvent } = await callFacts(em(), conferenceId)
  const settings = { intervalMs: interval, thresholds, sfus }
  const { analyser, scores, ...place } = kept ? { ...kept, isBehind: false } : restored(stored, settings)
  kept?.analyser.adjust(settings)
  const tallies = new ParticipantTallies(interval, scores)
  for await (const events of newEvents(em, conferenceId, place, step)) {
    for (const event of events) tally(tallies, event, analyser.feed(toCallEvent(event)))
    await rest()
  }
  const progress = { position: step.until, scores: tallies.save() }
  const saved = await inTransaction(em(), async transaction => {
    const conference = await lockConference(transaction, conferenceId)
    if (!conference.ongoing) return undefined
    const findings = analyser.findings()
    await withdrawOtherFindings(transaction, conferenceId, findings, null)
    await storeFindings(transaction, { appId, conferenceId }, findings)
    await takeBackLeaves(transaction, analyser.stays())
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
    if (kept && !isDue(kept)) return kept.saved
    const state = analyser.save()
    const at = await saveRunningAnalysis(transaction, conferenceId, { ...progress, state })
    return { position: at, at: performance.now(), length: state.length }
  })
  if (saved) large.keep(conferenceId, { ...progress, analyser, saved })
}

/** Where an analysis goes on. */
interface Place {
  /** Events received up to here are taken in; null before the first. */
  position: string | null
  /** Earlier steps may have taken in more, which was not saved. */
  isBehind: boolean
}

/** What was saved; at the first event when that cannot be read any more. */
function restored({ position, state, scores }: RunningAnalysis, settings: AnalysisSettings) {
  if (state && scores) {
    const analyser = CallAnalyser.restore(state, settings)
    if (analyser) return { analyser, scores, position, isBehind: isLarge(state.length) }
  }
  return { analyser: new CallAnalyser(settings), scores: [], position: null, isBehind: false }
}

function tally(tallies: ParticipantTallies, event: StoredEvent, closed: ClosedIntervals | null): void {
  if (!event.report || !event.connectionId) return
  const scores = closed ? intervalScores(closed) : []
  tallies.add({ participant: event.participantId, at: event.createdAt, scores, closed })
}

/** The listed events, unless the analysis begins with this, is behind, or has come further than the last complete run. */
function newEvents(
  em: () => EntityManager,
  conferenceId: string,
  { position, isBehind }: Place,
  { ids, after, until }: Step,
): AsyncGenerator<Iterable<StoredEvent>> {
  const continues = !isBehind && position !== null && after !== null && new Date(position) <= new Date(after)
  if (ids && continues) return readEventsById(em, conferenceId, ids)
  return readEventsInOrder(em, conferenceId, { after: position ?? '-infinity', until })
}
