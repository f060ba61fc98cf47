import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Batcher } from '../../src/storage/batching/batcher.ts'

const OPTIONS = { parallel: 1, itemsBeside: 1, capacityBytes: 1024 * 1024, batchItems: 10, batchBytes: 1024 * 1024 }

function noting(restMs: number) {
  const batches: string[][] = []
  const batcher = new Batcher<string, string>(
    async items => {
      batches.push([...items])
      return items
    },
    { ...OPTIONS, rest: { ms: restMs, items: 3 } },
  )
  return { batches, add: (item: string) => batcher.add('lane', item, 1), batcher }
}

it('a batcher at rest gathers what comes until its rest is over', async () => {
  const { batches, add } = noting(200)
  await add('one')
  const second = add('two')
  await delay(20)
  await Promise.all([second, add('three')])
  expect(batches).toEqual([['one'], ['two', 'three']])
})

it('a batcher that has rested takes an item at once', async () => {
  const { batches, add } = noting(100)
  await add('one')
  await delay(150)
  const begin = performance.now()
  await add('two')
  expect(performance.now() - begin).toBeLessThan(90)
  expect(batches).toEqual([['one'], ['two']])
})

it('a batcher at rest is not drained before what waits was carried out', async () => {
  const { batches, add, batcher } = noting(100)
  await add('one')
  const waiting = add('two')
  await batcher.drain()
  expect(batches).toEqual([['one'], ['two']])
  await waiting
})

it('a batcher at rest goes on when enough wait', async () => {
  const { batches, add } = noting(10_000)
  await add('one')
  await Promise.all(['two', 'three', 'four'].map(add))
  expect(batches).toEqual([['one'], ['two', 'three', 'four']])
})
