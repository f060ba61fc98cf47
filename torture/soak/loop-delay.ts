import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/*
 * Loaded into a server before all else (`--import`): adds a line to LOOP_DELAY_FILE every LOOP_DELAY_INTERVAL_MS with the 99th
 * percentile and the maximum of the event-loop delay since the last, in ms.
 */

const NS_PER_MS = 1e6

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  setInterval(() => {
    const line = { p99: delay.percentile(99) / NS_PER_MS, max: delay.max / NS_PER_MS }
    appendFileSync(process.env['LOOP_DELAY_FILE'] ?? '/dev/null', `${JSON.stringify(line)}\n`)
    delay.reset()
  }, Number(process.env['LOOP_DELAY_INTERVAL_MS'])).unref()
}
