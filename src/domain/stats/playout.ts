import type { StreamInterval } from './stream-interval.ts'

/** Mean time in the jitter buffer of the samples played in an interval, ms. */
export interface PlayoutDelay {
  /** `jitterBufferDelay` per emitted sample or frame. */
  total: number
  /** `jitterBufferMinimumDelay`: what the network alone makes necessary; null when not reported. */
  network: number | null
}

/** Null when it was not reported, or nothing was played. */
export function playoutDelay({ rtp }: StreamInterval): PlayoutDelay | null {
  const { jitterBufferDelay, jitterBufferMinimumDelay, jitterBufferEmittedCount } = rtp
  if (jitterBufferDelay === undefined || !jitterBufferEmittedCount) return null
  const perSample = (seconds: number) => (1000 * seconds) / jitterBufferEmittedCount
  return {
    total: perSample(jitterBufferDelay),
    network: jitterBufferMinimumDelay === undefined ? null : perSample(jitterBufferMinimumDelay),
  }
}
