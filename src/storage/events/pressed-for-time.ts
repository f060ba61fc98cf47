import { performance } from 'node:perf_hooks'

/** Period at which the load of the process is measured, ms. */
const PERIOD_MS = 250

/** Share of the time for which the event loop had something to do. Above it requests begin to wait for each other. */
const BUSY = 0.4

let lookedAt = 0
let before = performance.eventLoopUtilization()
let isPressed = false

/** Whether the event loop of this process was busy for so much of the last {@link PERIOD_MS} that work is to be saved. */
export function isPressedForTime(): boolean {
  const now = performance.now()
  if (now - lookedAt >= PERIOD_MS) {
    const current = performance.eventLoopUtilization()
    isPressed = performance.eventLoopUtilization(current, before).utilization > BUSY
    before = current
    lookedAt = now
  }
  return isPressed
}
