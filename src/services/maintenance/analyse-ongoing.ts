import { setTimeout as delay } from 'node:timers/promises'
import type { EntityManager } from '@mikro-orm/postgresql'
import { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { readEventsById, readEventsInOrder, type StoredEvent } from '../../storage/events/read-events.ts'
import { listReceivedEvents } from '../../storage/events/received-events.ts'
import { analysedUntil, saveAnalysedUntil } from '../../storage/tables/analysis-progress.ts'
import { storeFindings, withdrawOtherFindings } from '../../storage/tables/findings.ts'
import { findRunningAnalyses, findRunningAnalysis, saveRunningAnalysis } from '../../storage/tables/running-analyses.ts'
import { takeBackLeaves } from '../../storage/tables/sessions.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { callFacts } from './call-facts.ts'

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
 * Takes what was received since the last time into the analysis of each ongoing conference, and brings its findings up to
 * date, those taken back that turned out to be none. What arrives too late for this is found when the call has ended and is looked at as a whole. Rests as long as it
 * works, so that requests that come meanwhile are answered as quickly as others, but not when it has fallen behind.
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
  const { appId, interval, thresholds, state } = analysis
  const position = CallAnalyser.canRestore(state) ? analysis.position : null
  const { sfus, toCallEvent } = await callFacts(em(), conferenceId)
  const settings = { intervalMs: interval, thresholds, sfus }
  const analyser = CallAnalyser.restore(state, settings)
  for await (const events of newEvents(em, conferenceId, position, step)) {
    for (const event of events) analyser.feed(toCallEvent(event))
    await rest()
  }
  await inTransaction(em(), async transaction => {
    const conference = await lockConference(transaction, conferenceId)
    if (!conference.ongoing) return
    const findings = analyser.findings()
    await withdrawOtherFindings(transaction, conferenceId, findings, null)
    await storeFindings(transaction, { appId, conferenceId }, findings)
    await takeBackLeaves(transaction, analyser.stays())
    await saveRunningAnalysis(transaction, conferenceId, step.until, analyser.save())
  })
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
