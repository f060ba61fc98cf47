import type { StreamCounter, StreamReading } from './stream-reading.ts'

/** A reading with the event time of its report, ms since the epoch. */
export interface TimedReading {
  at: number
  reading: StreamReading
}

/** What happened to one stream between two reports that follow each other. */
export interface StreamInterval {
  /** By the browser's clock where that can be believed, else by event time. */
  seconds: number
  from: StreamReading
  to: StreamReading
  /** Growth of a counter; null when either report lacks it. */
  grown(counter: StreamCounter): number | null
}

/** How two reports of one stream stand to each other. */
export type Succession =
  | { follows: true; interval: StreamInterval | null }
  /** Late or repeated: says nothing new, and is no base for the next one. */
  | { follows: false }

/** A report that is this much older by the browser's clock was not overtaken: the clock was set back. */
const CLOCK_SET_BACK_MS = 60_000

/** Timers are late by up to a second (background tabs). */
const TIMER_SLACK_MS = 1000

/** No sender reaches this, packets or frames a second: a counter that grew so was never counted. */
const ABSURD_RATE = 100_000

/** Both gaps are the same but for delays on the way; otherwise the clock was set. */
const agree = (browserMs: number, eventMs: number) => Math.abs(browserMs - eventMs) <= Math.max(eventMs, 5000)

const cannotCount = (interval: StreamInterval): boolean =>
  (Object.keys(interval.to.counts) as StreamCounter[]).some(counter => (interval.grown(counter) ?? 0) < 0) ||
  (['packetsReceived', 'framesDecoded'] as const).some(
    counter => (interval.grown(counter) ?? 0) > ABSURD_RATE * interval.seconds,
  )

/**
 * The interval between two reports of one stream; no interval (but a new base) when a counter began anew or when the gap
 * is longer than two periods: what was in it cannot be told.
 * @param periodMs how often the stream is reported
 */
export function succession(before: TimedReading, after: TimedReading, periodMs: number): Succession {
  const eventMs = after.at - before.at
  const [from, to] = [before.reading, after.reading]
  const browserMs = from.timestamp === null || to.timestamp === null ? null : to.timestamp - from.timestamp
  if (eventMs < 0) return { follows: false }
  if (browserMs !== null && browserMs <= 0 && browserMs > -CLOCK_SET_BACK_MS) return { follows: false }
  const ms = browserMs !== null && browserMs > 0 && agree(browserMs, eventMs) ? browserMs : eventMs
  if (ms <= 0 || ms > 2 * periodMs + TIMER_SLACK_MS) return { follows: true, interval: null }
  const interval: StreamInterval = {
    seconds: ms / 1000,
    from,
    to,
    grown: counter => difference(from.counts[counter], to.counts[counter]),
  }
  return { follows: true, interval: cannotCount(interval) ? null : interval }
}

const difference = (from: number | null, to: number | null) => (from === null || to === null ? null : to - from)

/** A stream whose last packet is older than this when a report is taken has stopped: paused, muted, or cut off. */
const STOPPED_MS = 1000

const hasStopped = ({ timestamp, lastPacketReceivedTimestamp: last }: StreamReading) =>
  timestamp !== null && last !== null && timestamp - last > STOPPED_MS

/** Whether packets were coming at both ends: in an interval with a pause, rates say nothing. True when not reported. */
export const isFlowing = ({ from, to }: StreamInterval): boolean => !hasStopped(from) && !hasStopped(to)
