import { performance } from 'node:perf_hooks'
import process from 'node:process'
import v8 from 'node:v8'
import vm from 'node:vm'

/** Period of the check, ms. */
const PERIOD_MS = 5000

/** Event-loop utilization below which a collection keeps nobody waiting. */
const IDLE_UTILIZATION = 0.2

/** The heap may have grown by so much since the last collection before another one is worth its time, in bytes. */
const WORTHWHILE_BYTES = 32 * 1024 * 1024

type CollectGarbage = (options: { type: 'major'; execution: 'async' }) => Promise<void>

/**
 * Gives memory back after a time of load. V8 collects garbage when it needs room: a process that has become idle would
 * keep what the load has left behind until the next load.
 */
export function releaseIdleMemory(): void {
  const collect = collector()
  let last = performance.eventLoopUtilization()
  let settledBytes = process.memoryUsage().heapTotal
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    const { heapTotal } = process.memoryUsage()
    settledBytes = Math.min(settledBytes, heapTotal)
    if (utilization > IDLE_UTILIZATION || heapTotal - settledBytes < WORTHWHILE_BYTES) return
    void collect({ type: 'major', execution: 'async' }).then(() => {
      settledBytes = process.memoryUsage().heapTotal
    })
  }, PERIOD_MS)
  timer.unref()
}

/** The function that `--expose-gc` gives to a context made after it is set. */
function collector(): CollectGarbage {
  v8.setFlagsFromString('--expose-gc')
  return vm.runInNewContext('gc') as CollectGarbage
}
