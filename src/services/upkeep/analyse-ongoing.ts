import type { EntityManager } from '@mikro-orm/postgresql'
import { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import { readReceivedEvents } from '../../storage/events/read-events.ts'
import { storeFindings } from '../../storage/findings.ts'
import { listRunningAnalyses, type RunningAnalysis, saveRunningAnalysis } from '../../storage/running-analyses.ts'
import { inTransaction } from '../../storage/transaction.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { callFacts } from './call-facts.ts'

/** Events are looked at this long after they were received, ms: until then they may still be on their way to the disk. */
const SETTLING_MS = 2000

/**
 * Takes what was received since the last time into the analysis of each ongoing conference, and brings its findings up to
 * date. What arrives too late for this is found when the call has ended and is looked at as a whole.
 * @returns how many conferences had something new
 */
export async function analyseOngoing(em: () => EntityManager, now: Date, signal?: AbortSignal): Promise<number> {
  const until = new Date(now.getTime() - SETTLING_MS).toISOString()
  const running = await listRunningAnalyses(em(), until)
  for (const analysis of running) {
    signal?.throwIfAborted()
    await advance(em, analysis, until)
  }
  return running.length
}

async function advance(em: () => EntityManager, analysis: RunningAnalysis, until: string): Promise<void> {
  const { conferenceId, appId, interval, thresholds, position, state } = analysis
  const { sfus, toCallEvent } = await callFacts(em(), conferenceId)
  const settings = { intervalMs: interval, thresholds, sfus }
  const analyser = state === null ? new CallAnalyser(settings) : CallAnalyser.restore(state, settings)
  for (const event of await readReceivedEvents(em(), conferenceId, { after: position, until })) {
    analyser.feed(toCallEvent(event))
  }
  await inTransaction(em(), async transaction => {
    const conference = await lockConference(transaction, conferenceId)
    if (!conference.ongoing) return
    await storeFindings(transaction, { appId, conferenceId }, analyser.findings())
    await saveRunningAnalysis(transaction, conferenceId, until, analyser.save())
  })
}
