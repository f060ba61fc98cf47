import { describe, expect, it } from 'vitest'
import { MergedSeries } from '../../src/domain/series/merged-series.ts'
import { SeriesBlock } from '../../src/domain/series/series-block.ts'
import type { SeriesPoint } from '../../src/domain/series/series-point.ts'

const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

const point = (end: number, losses: Record<string, number | null>, pair = 'p'): SeriesPoint => ({
  connectionId: 'c',
  end,
  lengthMs: 10,
  values: { roundTripTime: end },
  streams: Object.entries(losses).map(([key, packetLoss]) => ({
    key,
    trackIdentifier: `of ${key}`,
    values: { packetLoss },
  })),
  pair: {
    id: pair,
    eventId: `e${end}`,
    localType: 'host',
    remoteType: null,
    protocol: 'udp',
    relayProtocol: '',
    networkType: '',
    url: '',
  },
})

/** Points of one connection of 0 to 100 ms, in blocks of some. */
function merged(points: readonly SeriesPoint[], maxPoints: number, { wanted = EVER, blockSize = 3 } = {}) {
  const series = new MergedSeries(wanted, { from: 0, to: 100 }, maxPoints)
  for (let from = 0; from < points.length; from += blockSize) {
    const block = new SeriesBlock()
    for (const one of points.slice(from, from + blockSize)) block.add(one)
    series.add(block)
  }
  return series.result()
}

const tenPoints = [3, 1, 2, 9, 4, 5, 6, 7, 8, 0].map((loss, index) => point(10 * (index + 1), { a: loss }))

describe('merged series', () => {
  it('are the intervals themselves where there are few', () => {
    const { ends, lengths, series, pairs } = merged(tenPoints, 100)
    expect(ends).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    expect(lengths).toEqual(Array.from({ length: 10 }, () => 10))
    expect(series).toEqual([
      { metric: 'roundTripTime', stream: '', trackIdentifier: null, values: ends },
      { metric: 'packetLoss', stream: 'a', trackIdentifier: 'of a', values: [3, 1, 2, 9, 4, 5, 6, 7, 8, 0] },
    ])
    expect(pairs).toMatchObject([{ id: 'p', from: 10, until: 100, eventId: 'e10' }])
  })

  it('keep the least and the most of what they merge, in the order in which they occurred', () => {
    const { ends, lengths, series } = merged(tenPoints, 4)
    // 10–40 and 50–100: an interval belongs to the half in which it ends.
    expect(ends).toEqual([20, 40, 70, 100])
    expect(lengths).toEqual([20, 20, 30, 30])
    expect(series.map(({ values }) => values)).toEqual([
      [10, 40, 50, 100],
      [1, 9, 8, 0],
    ])
  })

  it('say nothing where nothing is known: of a stream that came later or went, and of a value that was missing', () => {
    const { series } = merged(
      [point(10, { a: 1 }), point(20, { a: null, b: 2 }), point(30, { b: 3 }), point(40, { c: null })],
      100,
    )
    const values = Object.fromEntries(series.map(({ stream, values }) => [stream, values]))
    expect(values).toEqual({
      '': [10, 20, 30, 40],
      a: [1, Number.NaN, Number.NaN, Number.NaN],
      b: [Number.NaN, 2, 3, Number.NaN],
    })
  })

  it('are limited to what is wanted, whatever was expected', () => {
    const late = [...tenPoints, point(130, { a: 1 })]
    expect(merged(late, 100, { wanted: { from: 20, to: 50 } }).ends).toEqual([20, 30, 40])
    expect(merged(late, 4).ends).toHaveLength(4)
  })

  it('show the pairs that were selected, one after the other', () => {
    const { pairs } = merged([point(10, {}), point(20, {}, 'q'), point(30, {}, 'q'), point(40, {}, 'p')], 100, {
      blockSize: 2,
    })
    expect(pairs.map(({ id, from, until }) => [id, from, until])).toEqual([
      ['p', 10, 10],
      ['q', 20, 30],
      ['p', 40, 40],
    ])
  })

  it('leave out the streams with the fewest intervals beyond a limit', () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`s${index}`, 1]))
    const { series, omittedStreamCount } = merged([point(10, many), point(20, { ...many, s7: null })], 100)
    expect(omittedStreamCount).toBe(1)
    expect(series).toHaveLength(201)
    expect(series.some(({ stream }) => stream === 's7')).toBe(false)
  })
})
