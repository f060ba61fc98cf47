import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReportedStats } from '../../../src/domain/summary/stats-snapshot.ts'
import { SummaryFold } from '../../../src/domain/summary/summary-fold.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { reportReader } from '../scores/report-reader.ts'
import { audioReport, statsReport, videoReport } from '../scores/stats-reports.ts'
import { demoCall, goldenEmosReports, reported } from './recorded-stats.ts'

const INTERVAL_MS = 10_000

function summarize(stats: Iterable<ReportedStats>) {
  const fold = new SummaryFold(INTERVAL_MS)
  const readers = new Map<string, ReturnType<typeof reportReader>>()
  const steps = [...stats].map(one => {
    const read = readers.get(one.connection) ?? reportReader(INTERVAL_MS)
    readers.set(one.connection, read)
    return fold.add(one, read(one.report, one.createdAt.getTime()))
  })
  return { ...fold.result(), steps }
}

const healthy = (at: number, participant = 0, connection = participant) =>
  reported(statsReport(at, { audio: [audioReport(at)], video: [videoReport(at)] }), {
    participant,
    connection,
    atMs: 1000 * at,
  })

describe('SummaryFold', () => {
  it('gives each report its snapshot and the scores of the interval that it closes', () => {
    const { steps } = summarize([healthy(10), healthy(20)])
    expect(steps.map(({ snapshot, scores }) => [snapshot?.id, scores.map(score => score.kind)])).toEqual([
      ['event at 10000', []],
      ['event at 20000', ['audio', 'video']],
    ])
    const [first, second] = steps.map(({ snapshot }) => snapshot?.data)
    expect(first?.audio.inbound[0]).not.toHaveProperty('audioScore')
    expect(second?.audio.inbound[0]?.audioScore).toBeCloseTo(steps[1]?.scores[0]?.score ?? 0, 2)
    expect(second?.video.inbound[0]?.videoScore).toBeCloseTo(steps[1]?.scores[1]?.score ?? 0, 2)
    expect(second?.audio.inbound[0]).not.toHaveProperty('videoScore')
  })

  it('keeps connections apart that report in turns', () => {
    const { participants } = summarize(
      [10, 20, 30].flatMap(at => [healthy(at), healthy(at + 1, 1), healthy(at + 2, 0, 7)]),
    )
    expect(participants.map(one => [one.participant, one.audio?.measuredSeconds, one.observedSeconds])).toEqual([
      ['participant 0', 40, 22],
      ['participant 1', 20, 20],
    ])
  })

  it('counts absence as unobserved', () => {
    const { participants } = summarize([healthy(10), healthy(20), healthy(500), healthy(510)])
    expect(participants).toMatchObject([{ observedSeconds: 20, audio: { measuredSeconds: 20 } }])
  })

  it('finds low emos', () => {
    const { emosIssues } = summarize(
      goldenEmosReports.map((report, index) => reported(report, { atMs: 10_000 * index })),
    )
    expect(emosIssues).toMatchObject([{ code: 'very_low_emos', participant: 'participant 0', data: { average: 1.44 } }])
  })

  it.runIf(hasSharedData())('hears and sees both sides of the demo call well', () => {
    const { participants, steps } = summarize(demoCall())
    expect(steps.every(({ snapshot }) => snapshot)).toBe(true)
    expect(participants).toHaveLength(2)
    for (const { audio, video } of participants) {
      expect(audio?.median).toBeGreaterThan(4.2)
      expect(video?.median).toBeGreaterThan(3.5)
      expect(audio?.lowShare).toBe(0)
    }
  })

  it('has no scores of a report without content, but knows that somebody was there', () => {
    expect(summarize([0, 10].map(at => reported({}, { atMs: 1000 * at })))).toMatchObject({
      emosIssues: [],
      participants: [{ participant: 'participant 0', audio: null, video: null, observedSeconds: 10 }],
    })
  })

  it('takes anything in any order', () => {
    const anyReport = fc.tuple(fc.jsonValue(), fc.integer({ min: 0, max: 100 }), fc.nat(2))
    fc.assert(
      fc.property(fc.array(anyReport), reports => {
        const stats = reports.map(([report, at, participant]) =>
          reported(report as JsonValue, { participant, atMs: 1000 * at }),
        )
        const { participants, emosIssues } = summarize(stats)
        expect(JSON.parse(JSON.stringify(participants))).toEqual(participants)
        expect(emosIssues).toEqual([])
      }),
    )
  })

  it('adds up over twelve hours', () => {
    const fold = new SummaryFold(INTERVAL_MS)
    const read = reportReader(INTERVAL_MS)
    for (let at = 0; at < 12 * 3600; at += 10) {
      const stats = healthy(at)
      fold.add(stats, read(stats.report, stats.createdAt.getTime()))
    }
    expect(fold.result().participants[0]?.audio?.measuredSeconds).toBe(12 * 3600 - 10)
  })
})
