import type { StreamInterval } from './stream-interval.ts'

/** Mean time that what was played in the interval had waited in the jitter buffer, ms; 0 when not reported. */
export function jitterBufferMs(interval: StreamInterval): number {
  const delay = interval.grown('jitterBufferDelay')
  const count = interval.grown('jitterBufferEmittedCount')
  return delay !== null && count !== null && count > 0 ? (delay / count) * 1000 : 0
}
