import { describe, expect, it } from 'vitest'
import { readRecordedCall } from '../../../src/diagnose/recorded-call.ts'
import { CallAnalyser } from '../../../src/domain/analysis/call-analyser.ts'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { intervalScores } from '../../../src/domain/scores/interval-scores.ts'
import { isJsonObject, type JsonValue } from '../../../src/domain/values/json.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'
import { reportReader } from './report-reader.ts'

const round = (score: number) => Math.round(1000 * score) / 1000

/** A report without a field of its entries. */
function without(value: JsonValue, field: string): JsonValue {
  if (Array.isArray(value)) return value.map(item => without(item, field))
  if (!isJsonObject(value)) return value
  const kept = Object.entries(value).filter(([key]) => key !== field)
  return Object.fromEntries(kept.map(([key, item]) => [key, without(item, field)]))
}

/** What the summary says of each participant's heard audio: number of scored intervals and the worst of them. */
function summarised(events: readonly CallEvent[], intervalMs: number) {
  const readers = new Map<string, ReturnType<typeof reportReader>>()
  const scores = new Map<string, number[]>()
  for (const { category, participantId, data, at } of events) {
    if (category !== 'stats') continue
    const read = readers.get(participantId) ?? reportReader(intervalMs)
    readers.set(participantId, read)
    const closed = read(data, at)
    const heard = closed ? intervalScores(closed).filter(({ kind }) => kind === 'audio') : []
    scores.set(participantId, [...(scores.get(participantId) ?? []), ...heard.map(({ score }) => score)])
  }
  return [...scores].map(([who, values]) => [who, values.length, round(Math.min(...values))])
}

/** The same as the rule sees it: every interval that it scores is below a line of 5. */
function detected(events: readonly CallEvent[], intervalMs: number) {
  const thresholds = { audioScore: 5, veryLowAudioScore: 0, raisedSeconds: 0, windowSeconds: 1 }
  const analyser = new CallAnalyser({ intervalMs, thresholds })
  for (const event of events) analyser.feed(event)
  return analyser
    .findings()
    .filter(({ code }) => code === 'low_audio_score')
    .map(({ participantId, data }) => [participantId, data.samples, round(data.worst ?? 0)])
}

describe.runIf(hasSharedData())('an interval has one audio score', () => {
  it.each([
    ['as recorded', ''],
    ['without word of FEC', 'fecPacketsReceived'],
    ['without word of concealment', 'concealedSamples'],
    ['without round-trip times', 'totalRoundTripTime'],
  ])('for the summary and for the rule, %s', async (_, field) => {
    const { events, intervalMs } = await readRecordedCall(sharedPath('data/impaired-calls/08-loss-8pc-both.json'))
    const reported = events.map(event => ({ ...event, data: without(event.data, field) }))
    const byRule = detected(reported, intervalMs)
    expect(byRule).toHaveLength(2)
    expect(summarised(reported, intervalMs).sort()).toEqual(byRule.sort())
  })
})
