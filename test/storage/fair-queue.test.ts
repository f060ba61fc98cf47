import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FairQueue } from '../../src/storage/batching/fair-queue.ts'

describe('a queue that many share', () => {
  it('lets one lane have half of the room, and a second one a part of the rest', () => {
    const queue = new FairQueue<string>(100)
    const accepted = (lane: string) => Array.from({ length: 100 }, () => queue.offer(lane, lane, 1)).filter(Boolean)
    expect(accepted('noisy')).toHaveLength(50)
    expect(accepted('other')).toHaveLength(25)
    expect(queue.offer('new', 'new', 10)).toBe(true)
  })

  it('takes from the lanes in turn, and begins where the last batch ended', () => {
    const queue = new FairQueue<string>(1000)
    for (const item of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) queue.offer(item[0] ?? '', item, 1)
    expect(queue.take(2, 100)).toEqual(['a1', 'b1'])
    expect(queue.take(3, 100)).toEqual(['c1', 'a2', 'b2'])
    expect(queue.take(3, 100)).toEqual(['a3'])
    expect(queue.size).toBe(0)
  })

  it('takes what is larger than a batch alone', () => {
    const queue = new FairQueue<string>(1000)
    queue.offer('a', 'large', 200)
    queue.offer('a', 'small', 1)
    expect(queue.take(10, 100)).toEqual(['large'])
    expect(queue.take(10, 100)).toEqual(['small'])
  })

  it('gives back everything that it accepted once, each lane in order, and all of its room', () => {
    const step = fc.oneof(
      fc.record({ lane: fc.constantFrom('a', 'b', 'c'), bytes: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ take: fc.integer({ min: 1, max: 5 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), steps => {
        const queue = new FairQueue<[string, number]>(200)
        const offered: [string, number][] = []
        const taken: [string, number][] = []
        for (const [index, each] of steps.entries()) {
          if ('take' in each) taken.push(...queue.take(each.take, 100))
          else if (queue.offer(each.lane, [each.lane, index], each.bytes)) offered.push([each.lane, index])
        }
        taken.push(...queue.take(1000, 1_000_000))
        for (const lane of ['a', 'b', 'c']) {
          expect(taken.filter(([name]) => name === lane)).toEqual(offered.filter(([name]) => name === lane))
        }
        expect(queue.size).toBe(0)
        expect(queue.offer('a', ['a', -1], 100)).toBe(true)
      }),
    )
  })
})
