import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type IntervalScore, intervalScores } from '../../../src/domain/scores/interval-scores.ts'
import type { JsonObject, JsonValue } from '../../../src/domain/values/json.ts'
import { reportReader } from './report-reader.ts'
import { audioReport, CALL_START, statsReport, videoReport } from './stats-reports.ts'

const PERIOD_MS = 10_000

/** Feeds reports, each with its time in seconds. */
function fold(reports: readonly (readonly [at: number, report: JsonValue])[]): IntervalScore[] {
  const read = reportReader(PERIOD_MS)
  return reports.flatMap(([at, report]) => {
    const closed = read(report, CALL_START + 1000 * at)
    return closed ? intervalScores(closed) : []
  })
}

const audio = (at: number, change?: Record<string, unknown>) =>
  [at, statsReport(at, { audio: [audioReport(at, change)] })] as const
const video = (at: number, change?: Record<string, unknown>) =>
  [at, statsReport(at, { video: [videoReport(at, change)] })] as const
const values = (scores: readonly IntervalScore[]) => scores.map(({ score }) => Number(score.toFixed(2)))

describe('audio by intervals', () => {
  it('scores the difference of two reports', () => {
    expect(fold([audio(10), audio(20)])).toEqual([
      {
        kind: 'audio',
        streamId: 'IT01A1',
        at: CALL_START + 20_000,
        seconds: 10,
        score: expect.closeTo(4.35, 2),
        byDelay: false,
      },
    ])
  })

  it('takes losses of the interval, not those since the start', () => {
    const lost = { packetsLost: 200 }
    expect(values(fold([audio(10), audio(20, { ...lost, packetsReceived: 800 }), audio(30, lost)]))).toEqual([
      expect.closeTo(1.5, 0),
      expect.closeTo(4.36, 1),
    ])
  })

  it.each([
    ['late packets made the losses fewer', { packetsLost: -3 }, 4.36],
    ['5 % were lost', { packetsReceived: 975, packetsLost: 25 }, 3.14],
    ['the same, and error correction repaired', { packetsReceived: 975, packetsLost: 25, fecPacketsReceived: 9 }, 3.74],
    ['only silence was sent', { bytesReceived: 40_500 }, 4.3],
    ['the bitrate is not reported', { bytesReceived: null }, 4.36],
    ['packets waited 300 ms in the jitter buffer', { jitterBufferDelay: 14_400 + 144_000 }, 3.28],
  ])('scores an interval in which %s', (_, change, score) => {
    const [only] = values(fold([audio(10), audio(20, change)]))
    expect(Math.abs((only ?? 0) - score)).toBeLessThan(0.08)
  })

  it.each<[string, Record<string, unknown>]>([
    ['a counter began anew', { packetsReceived: 10 }],
    ['too few packets came to tell (DTX)', { packetsReceived: 525 }],
    ['losses are not reported', { packetsLost: null }],
    ['counters are no numbers', { packetsReceived: '1000 packets' }],
    ['a counter is absurd', { packetsReceived: 1e15 }],
    ['losses are absurd', { packetsLost: 1e9 }],
    ['a counter is negative', { packetsReceived: -1 }],
    ['it stopped', { lastPacketReceivedTimestamp: CALL_START + 14_000 }],
    ['the stream has no id', { id: null }],
    ['it is another stream', { id: 'IT01A2' }],
    ['the report is the same again', { timestamp: CALL_START + 10_000 }],
  ])('says nothing of an interval in which %s', (_, change) => {
    expect(fold([audio(10), audio(20, change)])).toEqual([])
  })

  it.each([
    ['5 % had to be made up audibly', { concealedSamples: 24_000 }, 3.14],
    ['silence was made up', { concealedSamples: 24_000, silentConcealedSamples: 24_000 }, 4.36],
    ['12 % were lost and all was repaired', { packetsReceived: 1440, packetsLost: 60 }, 4.36],
    ['counters are decimal text', { packetsReceived: '1500', concealedSamples: '24000' }, 3.14],
  ])('scores an interval after another in which %s', (_, change, score) => {
    const [, second] = values(fold([audio(10), audio(20), audio(30, change)]))
    expect(Math.abs((second ?? 0) - score)).toBeLessThan(0.08)
  })

  it('does not count the delay that the application asked for', () => {
    const deep = { jitterBufferDelay: 14_400 + 10 * 192_000, jitterBufferMinimumDelay: 10 * 1440 }
    expect(values(fold([audio(10, { jitterBufferMinimumDelay: 0 }), audio(20, deep)]))).toEqual([
      expect.closeTo(4.36, 1),
    ])
  })

  it('says when delay took most from a score', () => {
    const late = audio(20, { jitterBufferDelay: 14_400 + 480_000 * 0.6 })
    expect(fold([audio(10), late])).toMatchObject([{ byDelay: true }])
  })

  it('says nothing of a gap longer than two periods, and goes on after it', () => {
    expect(fold([audio(10), audio(40), audio(50)]).map(({ at }) => at)).toEqual([CALL_START + 50_000])
    expect(fold([audio(10), audio(30)])).toHaveLength(1)
  })

  it('passes over a report from the past', () => {
    expect(fold([audio(10), audio(30), audio(20), audio(40)]).map(({ seconds }) => seconds)).toEqual([20, 10])
    const stale = audioReport(20)
    expect(fold([audio(10), audio(30), [35, statsReport(20, { audio: [stale] })], audio(40)])).toHaveLength(2)
  })

  it('follows a clock that is a year off, and says nothing while one is set', () => {
    const YEAR = 365 * 86_400_000
    const off = (at: number, ms: number) =>
      audio(at, { timestamp: CALL_START + 1000 * at + ms, lastPacketReceivedTimestamp: CALL_START + 1000 * at + ms })
    expect(fold([off(10, -YEAR), off(20, -YEAR)])).toHaveLength(1)
    expect(fold([off(10, 0), off(20, YEAR), off(30, YEAR)]).map(({ seconds }) => seconds)).toEqual([10])
    expect(fold([off(10, 0), off(20, -YEAR), off(30, -YEAR)]).map(({ seconds }) => seconds)).toEqual([10])
  })

  it('starts anew after an SSRC change, and forgets the stream that went', () => {
    const other = (at: number) => audio(at, { id: 'IT01A2' })
    const ids = fold([audio(10), audio(20), other(30), other(40), audio(50), audio(60)]).map(score => score.streamId)
    expect(ids).toEqual(['IT01A1', 'IT01A2', 'IT01A1'])
  })

  it('follows a stream without an id by its SSRC', () => {
    const bySsrc = (at: number) => audio(at, { id: null, ssrc: 7 })
    expect(fold([bySsrc(10), bySsrc(20)])).toMatchObject([{ streamId: 'inbound-audio/7' }])
  })

  it('takes the round-trip time of the interval', () => {
    const timestamp = (at: number) => CALL_START + 1000 * at
    const report = (at: number, connection: JsonObject, remote: JsonObject = {}): readonly [number, JsonObject] => {
      const streams = statsReport(at, { audio: [audioReport(at)] })
      const sent = { id: 'OT01A1', ssrc: 5, timestamp: timestamp(at) }
      const audio = { inbound: [audioReport(at)], outbound: [sent] }
      return [at, { ...streams, audio, connection: { ...connection, timestamp: timestamp(at) }, remote }]
    }
    const pair = (totalRoundTripTime: number, responsesReceived: number, id = 'CP1') => ({
      id,
      totalRoundTripTime,
      responsesReceived,
      currentRoundTripTime: 0,
    })
    const heard = (at: number) => ({ audio: { inbound: [{ ssrc: 5, timestamp: timestamp(at), roundTripTime: 0.6 }] } })
    const scores = [
      fold([report(10, pair(1, 10)), report(20, pair(7, 20))]),
      fold([report(10, pair(1, 10)), report(20, { id: 'CP1', currentRoundTripTime: 0.6 })]),
      fold([report(10, {}, heard(10)), report(20, {}, heard(20))]),
      fold([report(10, pair(1, 10)), report(20, pair(7, 20, 'CP2'))]),
      fold([report(10, {}), report(20, {})]),
    ]
    expect(scores.map(values)).toEqual(
      [[3.21], [3.21], [3.21], [4.37], [4.37]].map(([n]) => [expect.closeTo(n ?? 0, 1)]),
    )
  })
})

describe('video by intervals', () => {
  it('scores a healthy camera', () => {
    expect(values(fold([video(10), video(20)]))).toEqual([expect.closeTo(4.04, 1)])
  })

  it('knows the usual rate of a camera after three steady intervals', () => {
    const slow = (at: number) => video(at, { framesDecoded: 30 * 40 + 10 * (at - 40) })
    const scores = values(fold([video(10), video(20), video(30), video(40), slow(50)]))
    expect(scores[3]).toBeLessThan(3)
    expect(values(fold([video(10), video(20, { framesDecoded: 400 })]))[0] ?? 5).toBeGreaterThan(4)
  })

  it('expects no rate of screen sharing', () => {
    const screen = (at: number, framesDecoded: number) => video(at, { framesDecoded, contentType: 'screenshare' })
    const scores = values(fold([screen(10, 300), screen(20, 600), screen(30, 900), screen(40, 1200), screen(50, 1210)]))
    expect(scores[3]).toBeGreaterThan(4)
  })

  it('scores an interval in which packets came and no frame could be decoded worst', () => {
    expect(values(fold([video(10), video(20, { framesDecoded: 300 })]))).toEqual([1])
  })

  it('does not take padding for picture quality', () => {
    const padded = video(20, {
      bytesReceived: 10 * 125_000 + 10 * 250_000,
      retransmittedBytesReceived: 10 * 125_000,
      retransmittedPacketsReceived: 1000,
      packetsReceived: 3200,
    })
    expect(values(fold([video(10), padded]))).toEqual(values(fold([video(10), video(20)])))
  })

  it.each<[string, Record<string, unknown>]>([
    ['the camera was off', { framesDecoded: 300, packetsReceived: 1200, bytesReceived: 1_250_000 }],
    ['only padding came', { framesDecoded: 300, packetsReceived: 2000, retransmittedPacketsReceived: 800 }],
    ['it stopped', { lastPacketReceivedTimestamp: CALL_START + 14_000 }],
    ['frames are not reported', { framesDecoded: null }],
    ['the size is not reported', { frameWidth: null }],
    ['frames are absurd', { framesDecoded: 1e12 }],
  ])('says nothing of an interval in which %s', (_, change) => {
    expect(fold([video(10), video(20, change)])).toEqual([])
  })
})

describe('whatever is sent', () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, true, '5', -1, 1e300, Number.NaN, [], {}, 'screenshare'),
    fc.double(),
    fc.integer({ min: 0, max: 100_000 }),
  )
  const oddStream = (make: typeof audioReport) =>
    fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.dictionary(fc.constantFrom(...Object.keys(make(1))), junk))
      .map(([at, change]) => make(10 * at, change))
  const oddReport = fc.oneof(
    fc.jsonValue().map(value => value as JsonValue),
    fc.tuple(fc.array(oddStream(audioReport)), fc.array(oddStream(videoReport)), fc.jsonValue()).map(
      ([one, other, connection]): JsonValue => ({
        audio: { inbound: one },
        video: { inbound: other },
        connection: connection as JsonValue,
      }),
    ),
  )

  it('scores 1 to 5 over a positive time, or nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), oddReport)), reports => {
        for (const { score, seconds } of fold(reports)) {
          expect(score).toBeGreaterThanOrEqual(1)
          expect(score).toBeLessThanOrEqual(5)
          expect(seconds).toBeGreaterThan(0)
        }
      }),
    )
  })
})
