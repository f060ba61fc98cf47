import { type Deltas, growth, stepBetween } from './difference.ts'
import { type Flow, flowOf, withFlow } from './flow.ts'
import { believable, type Highest } from './highest.ts'
import type { StreamReport } from './report.ts'
import type { Sample } from './sample.ts'

/** What happened to one RTP stream between two reports that follow each other. */
export interface StreamInterval {
  /** As of its end. */
  stream: StreamReport
  /** Event time, ms since the epoch. */
  start: number
  end: number
  seconds: number
  rtp: Deltas
  /** Of the media source; null without one, and when another took its place. */
  source: Deltas | null
  /** As of its start. */
  gaugesBefore: Sample['gauges']
  /** By RTCP; null when nothing new was heard. Its time is its own. */
  remote: { seconds: number; deltas: Deltas } | null
}

/** What is remembered of a stream from report to report. */
export interface StreamFacts {
  last: StreamReport
  /** Event time of the last report, ms since the epoch. */
  lastAt: number
  flows: Flow[]
  highest: Highest
  /** It has told of freezes: where the counters are missing for once, the stream is no other. */
  tellsFreezes: boolean
  /** When a byte last came or went, as far as known; else when the stream was first seen. */
  lastBytesAt: number
  hadBytes: boolean
  /** When another source last took the place of the one that is sent. */
  sourceChangedAt: number | null
}

const countsFreezes = ({ rtp }: StreamReport) => rtp.counters.totalFreezesDuration !== undefined

export const firstSeen = (stream: StreamReport, at: number): StreamFacts => ({
  last: stream,
  lastAt: at,
  flows: [],
  highest: {},
  tellsFreezes: countsFreezes(stream),
  lastBytesAt: at,
  hadBytes: ((stream.rtp.counters.bytesReceived ?? 0) || (stream.rtp.counters.bytesSent ?? 0)) > 0,
  sourceChangedAt: null,
})

/**
 * Takes in the next report of a stream.
 * @param at event time of the report
 * @returns the interval that it closes, null when it closes none
 */
export function advance(facts: StreamFacts, stream: StreamReport, at: number, periodMs: number): StreamInterval | null {
  const before = facts.last
  const step = stepBetween(before.rtp, stream.rtp, periodMs)
  if (step.kind === 'older' || step.kind === 'soon') return null
  facts.last = stream
  facts.lastAt = at
  facts.tellsFreezes ||= countsFreezes(stream)
  if (step.kind === 'restart') {
    facts.flows = []
    return null
  }
  if (before.trackIdentifier !== stream.trackIdentifier) facts.sourceChangedAt = at
  const { deltas: rtp, highest } = believable(step.deltas, before.rtp, stream.rtp, facts.highest)
  facts.highest = highest
  const interval = intervalBetween(before, stream, { end: at, seconds: step.seconds, rtp })
  facts.flows = withFlow(facts.flows, flowOf(interval))
  if ((rtp.bytesReceived ?? rtp.bytesSent ?? 0) > 0) {
    facts.lastBytesAt = at
    facts.hadBytes = true
  }
  return interval
}

const intervalBetween = (
  before: StreamReport,
  stream: StreamReport,
  { end, seconds, rtp }: Pick<StreamInterval, 'end' | 'seconds' | 'rtp'>,
): StreamInterval => ({
  stream,
  start: end - 1000 * seconds,
  end,
  seconds,
  rtp,
  source: before.trackIdentifier === stream.trackIdentifier ? grown(before.source, stream.source) : null,
  gaugesBefore: before.rtp.gauges,
  remote: heardAnew(before.remote, stream.remote),
})

const isLater = (before: Sample, after: Sample) => after.timestamp > before.timestamp

const grown = (before: Sample | null, after: Sample | null): Deltas | null =>
  before && after && isLater(before, after) ? growth(before, after) : null

function heardAnew(before: Sample | null, after: Sample | null): StreamInterval['remote'] {
  const deltas = grown(before, after)
  return before && after && deltas ? { seconds: (after.timestamp - before.timestamp) / 1000, deltas } : null
}
