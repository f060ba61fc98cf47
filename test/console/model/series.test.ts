import { describe, expect, it } from 'vitest'
import { graphOfIssue, linesOf } from '../../../console/src/model/series/graphs.ts'
import { nearestIndex } from '../../../console/src/model/series/nearest-index.ts'
import { lonePlaces, plotData, rangeOf } from '../../../console/src/model/series/plot-data.ts'
import type { ConnectionSeries, MetricSeries } from '../../../console/src/model/series/series.ts'
import { shadesOf } from '../../../console/src/model/series/shades.ts'
import { hasScores, worstScores } from '../../../console/src/model/series/worst-scores.ts'
import { axisValue, measured } from '../../../console/src/model/units.ts'
import { issue, START, seconds } from '../support/sample-call.ts'

const stream = (metric: MetricSeries['metric'], streamKey: string, values: (number | null)[]): MetricSeries => {
  const [direction, kind] = streamKey.split(/[-/]/)
  return {
    metric,
    streamKey,
    direction: (direction || undefined) as MetricSeries['direction'],
    kind: kind as MetricSeries['kind'],
    values,
  }
}

const series = (change: Partial<ConnectionSeries> = {}): ConnectionSeries => ({
  connectionId: 'a',
  ends: [seconds(5), seconds(10), seconds(30)],
  lengths: [5000, 5000, 5000],
  metrics: [],
  pairs: [],
  ...change,
})

describe('lines of a graph', () => {
  it('are those of its measures, sent dashed, targets thin, several of a kind numbered, empty ones left out', () => {
    const metrics = [
      stream('targetBitrate', 'outbound-video/1', [3, 3, 3]),
      stream('bitrate', 'inbound-audio/1', [1, 2, 3]),
      stream('bitrate', 'outbound-video/1', [1, 2, 3]),
      stream('bitrate', 'outbound-video/2', [1, 2, 3]),
      stream('bitrate', 'inbound-video/3', [null, null, null]),
      stream('packetLoss', 'inbound-audio/1', [1, 2, 3]),
    ]
    expect(
      linesOf(series({ metrics }), 'bitrate').map(({ label, isDashed, isThin }) => [label, isDashed, isThin]),
    ).toEqual([
      ['audio received', false, false],
      ['video sent 1', true, false],
      ['video sent 2', true, false],
      ['target, video sent', true, true],
    ])
  })

  it('never share a colour between measures or streams, but between what is sent and received', () => {
    const metrics = [
      stream('jitter', 'inbound-audio/1', [1, 2, 3]),
      stream('jitterBuffer', 'inbound-audio/1', [1, 2, 3]),
      stream('jitterBuffer', 'inbound-video/2', [1, 2, 3]),
      stream('jitterBufferMinimum', 'inbound-audio/1', [1, 2, 3]),
      stream('packetLoss', 'inbound-audio/1', [1, 2, 3]),
      stream('packetLoss', 'outbound-audio/3', [1, 2, 3]),
      stream('packetLoss', 'inbound-audio/4', [1, 2, 3]),
    ]
    const colors = (name: 'jitter' | 'loss') => linesOf(series({ metrics }), name).map(({ color }) => color)
    expect(colors('jitter')).toEqual(['audio', 'orange', 'video', 'pink'])
    expect(colors('loss')).toEqual(['audio', 'audio', 'orange'])
  })

  it('have the lowest score of several streams below the timeline', () => {
    const metrics = [
      stream('videoScore', 'inbound-video/1', [4, null, 2]),
      stream('videoScore', 'inbound-video/2', [3, null, 5]),
      stream('packetLoss', 'inbound-video/1', [1, 2, 3]),
    ]
    const all = series({ metrics })
    expect(linesOf(worstScores(all), 'quality').map(({ label, values }) => [label, values])).toEqual([
      ['video', [3, null, 2]],
    ])
    expect([hasScores(all), hasScores(series({ metrics: metrics.slice(2) }))]).toEqual([true, false])
  })

  it('have a gap where nothing was reported', () => {
    const metrics = [stream('packetLoss', 'inbound-audio/1', [1, null, 3])]
    const lines = linesOf(series({ metrics }), 'loss')
    expect(plotData(series({ metrics }), lines, START)).toEqual({
      times: [5000, 10_000, 10_001, 30_000],
      values: [[1, null, null, 3]],
    })
  })

  it.each([
    [[3], [0]],
    [[1, null, 3, 4], [0]],
    [
      [null, 2, null, 3],
      [1, 3],
    ],
    [[1, 2], []],
    [[null], []],
  ])('%j: values that no line leads to stand at %j', (values, places) => expect(lonePlaces(values)).toEqual(places))

  it.each([
    [4, 0],
    [7, 0],
    [8, 1],
    [99, 2],
  ])('tell the value nearest to %i', (at, index) => expect(nearestIndex([5, 10, 20], at)).toBe(index))

  it('tell least and most', () => {
    expect([rangeOf([3, null, 1]), rangeOf([null]), nearestIndex([], 1)]).toEqual([[1, 3], undefined, undefined])
  })
})

describe('shades of a graph', () => {
  it('are the findings of the connection that it measures', () => {
    const issues = [
      issue('high_packet_loss', 'bob', { connectionId: 'a', to: undefined }),
      issue('high_packet_loss', 'bob', { id: 'elsewhere', connectionId: 'b' }),
      issue('high_rtt', 'bob', { connectionId: 'a' }),
      issue('high_packet_loss', 'bob', { id: 'a moment', connectionId: 'a', from: undefined }),
    ]
    const about = { startedAt: START, endedAt: seconds(60), selected: 'high_packet_loss of bob' }
    expect(shadesOf(issues, 'a', 'loss', about)).toEqual([
      { from: 10_000, to: 60_000, severity: 'warning', isSelected: true },
    ])
    expect([graphOfIssue('video_freeze'), graphOfIssue('tcp_used')]).toEqual(['freezes', undefined])
  })
})

describe('values of a graph', () => {
  it.each([
    [4.25, 'score', '4.3'],
    [0.01, '%', '< 0.1 %'],
    [12.34, '%', '12.3 %'],
    [480, 'px', '480 px'],
    [1_234_567, 'bit/s', '1.2 Mbit/s'],
    [0.123, '', '0.12'],
  ])('%f %s', (value, unit, words) => expect(measured(value, unit).replaceAll('\u00a0', ' ')).toBe(words))

  it('are short at an axis', () => expect([axisValue(3, 'score'), axisValue(0, '%')]).toEqual(['3', '0\u00a0%']))
})
