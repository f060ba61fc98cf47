import process from 'node:process'
import { HttpConnection } from './http-connection.ts'
import { Latencies } from './latencies.ts'
import type { LoadJob, LoadMessage, LoadResult } from './load-job.ts'
import { closedLoop, openLoop, Tally } from './loops.ts'
import { scenarios } from './scenarios.ts'

/*
 * The load generator, in a process of its own: it takes one job by message, tells how it goes, and ends.
 */

const tell = (message: LoadMessage) => process.send?.(message)

async function carryOut({ scenario, target, concurrency, seconds, warmUpSeconds, rate }: LoadJob): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: concurrency }, () => HttpConnection.open(target.port)))
  const units = await Promise.all(connections.map(each => scenarios[scenario].client(each, target)))
  const latencies = new Latencies()
  const tally = new Tally(latencies)
  const begin = performance.now() + warmUpSeconds * 1000
  const until = begin + seconds * 1000
  let cpu = process.cpuUsage()
  const warm = setTimeout(() => {
    tally.begin()
    cpu = process.cpuUsage()
    tell({ kind: 'begins' })
  }, warmUpSeconds * 1000)
  const progress = setInterval(() => tell({ kind: 'progress', done: tally.units }), 1000)
  await (rate === null ? closedLoop(units, until, tally.done) : openLoop(units, rate, until, tally.done))
  const ended = performance.now()
  clearTimeout(warm)
  clearInterval(progress)
  for (const connection of connections) connection.close()
  const { user, system } = process.cpuUsage(cpu)
  return {
    units: tally.units,
    failures: tally.failures,
    seconds: (ended - begin) / 1000,
    latency: latencies.summary(),
    generatorCpuSeconds: (user + system) / 1e6,
  }
}

process.once('message', async (job: LoadJob) => {
  tell({ kind: 'result', result: await carryOut(job) })
  process.disconnect()
})
