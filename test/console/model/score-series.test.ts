import { describe, expect, it } from 'vitest'
import type { ScoreSample } from '../../../console/src/model/call.ts'
import { scoreSeries } from '../../../console/src/model/score-series.ts'
import { nearestIndex } from '../../../console/src/model/series/nearest-index.ts'

const sample = (at: number, audio?: number, video?: number, connectionId = 'one'): ScoreSample => ({
  connectionId,
  personId: 'alice',
  peerId: 'bob',
  at,
  audio,
  video,
})

describe('scores over time', () => {
  it('are one series a connection, in order of time', () => {
    const series = scoreSeries([sample(10, 4), sample(5, 3, 2), sample(7, 4, 4, 'other')])
    expect(series).toEqual([
      { connectionId: 'one', personId: 'alice', peerId: 'bob', times: [5, 10], audio: [3, 4], video: [2, null] },
      { connectionId: 'other', personId: 'alice', peerId: 'bob', times: [7], audio: [4], video: [4] },
    ])
  })

  it('have a gap where reports have one', () => {
    const [series] = scoreSeries([sample(0, 4), sample(5, 4), sample(10, 4), sample(40, 3), sample(45, 3)])
    expect(series?.times).toEqual([0, 5, 10, 11, 40, 45])
    expect(series?.audio).toEqual([4, 4, 4, null, 3, 3])
  })

  it('go on over reports that have none', () => {
    const [series] = scoreSeries([sample(0, 4), sample(5), sample(10, 3), sample(15), sample(20, 2)])
    expect(series?.times).toEqual([0, 10, 20])
    expect(series?.audio).toEqual([4, 3, 2])
  })

  it('are left out where nothing was scored', () => expect(scoreSeries([sample(0), sample(5)])).toEqual([]))

  it.each([
    [4, 0],
    [7, 0],
    [8, 1],
    [99, 2],
    [-5, 0],
  ])('are looked up at the nearest moment: %d', (at, index) => expect(nearestIndex([5, 10, 20], at)).toBe(index))
})
