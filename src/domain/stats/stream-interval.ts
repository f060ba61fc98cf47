import { type Deltas, growth, stepBetween } from './difference.ts'
import { type Flow, withFlow } from './flow.ts'
import { believable, type Highest } from './highest.ts'
import type { StreamReport } from './report.ts'
import type { Sample } from './sample.ts'
import { type UsualFrameRate, unknownFrameRate, withFrameRate } from './usual-frame-rate.ts'

/** Differences of one RTP stream between two consecutive reports. */
export interface StreamInterval {
  /** As of its start and of its end. */
  before: StreamReport
  stream: StreamReport
  /** Event time, ms since the epoch. */
  start: number
  end: number
  seconds: number
  rtp: Deltas
  /** Of video, as far as it had been steady: frames decoded or sent per second; null when there is none. */
  usualFrameRate: number | null
  /** Of the media source; null without one, and when another took its place. */
  source: Deltas | null
  /** By RTCP; null when nothing new was heard. Its time is its own. */
  remote: { seconds: number; deltas: Deltas } | null
}

/** State of a stream that is kept from report to report. */
export interface StreamFacts {
  last: StreamReport
  /** Event time of the last report, ms since the epoch. */
  lastAt: number
  flows: Flow[]
  highest: Highest
  /** It has told of freezes: where the counters are missing for once, the stream is no other. */
  tellsFreezes: boolean
  frameRate: UsualFrameRate
  /** It has shown a picture: padding alone, as of a bandwidth probe, is no video. */
  hadFrames: boolean
  /** When a byte last came or went, as far as known; else when the stream was first seen. */
  lastBytesAt: number
  hadBytes: boolean
  /** When another source last took the place of the one that is sent. */
  sourceChangedAt: number | null
}

const flowOf = ({ start, end, rtp }: Pick<StreamInterval, 'start' | 'end' | 'rtp'>): Flow => ({
  start,
  end,
  packets: rtp.packetsReceived ?? rtp.packetsSent ?? null,
  bytes: rtp.bytesReceived ?? rtp.bytesSent ?? null,
  frames: rtp.framesDecoded ?? rtp.framesSent ?? null,
})

const countsFreezes = ({ rtp }: StreamReport) => rtp.counters.totalFreezesDuration !== undefined

const bytesOf = ({ rtp: { counters } }: StreamReport) => (counters.bytesReceived ?? 0) || (counters.bytesSent ?? 0)

const countsFrames = ({ rtp: { counters, gauges } }: StreamReport) =>
  (counters.framesDecoded ?? 0) > 0 || (counters.framesReceived ?? 0) > 0 || (gauges.frameWidth ?? 0) > 0

export const firstSeen = (stream: StreamReport, at: number): StreamFacts => ({
  last: stream,
  lastAt: at,
  flows: [],
  highest: {},
  tellsFreezes: countsFreezes(stream),
  frameRate: unknownFrameRate,
  hadFrames: countsFrames(stream),
  lastBytesAt: at,
  hadBytes: bytesOf(stream) > 0,
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
  facts.hadFrames ||= countsFrames(stream)
  if (step.kind === 'restart') {
    facts.flows = []
    return null
  }
  if (before.trackIdentifier !== stream.trackIdentifier) facts.sourceChangedAt = at
  const { deltas: rtp, highest } = believable(step.deltas, before.rtp, stream.rtp, facts.highest)
  facts.highest = highest
  const rate = frameRateOf({ rtp, seconds: step.seconds })
  if (rate !== null) facts.frameRate = withFrameRate(facts.frameRate, rate)
  const interval = {
    ...intervalBetween(before, stream, { end: at, seconds: step.seconds, rtp }),
    usualFrameRate: facts.frameRate.usual,
  }
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
): Omit<StreamInterval, 'usualFrameRate'> => ({
  before,
  stream,
  start: end - 1000 * seconds,
  end,
  seconds,
  rtp,
  source: before.trackIdentifier === stream.trackIdentifier ? grown(before.source, stream.source) : null,
  remote: heardAnew(before.remote, stream.remote),
})

/** Frames decoded or sent per second; null when not reported. */
export function frameRateOf({ rtp, seconds }: Pick<StreamInterval, 'rtp' | 'seconds'>): number | null {
  const frames = rtp.framesDecoded ?? rtp.framesSent
  return frames === undefined ? null : frames / seconds
}

const isLater = (before: Sample, after: Sample) => after.timestamp > before.timestamp

const grown = (before: Sample | null, after: Sample | null): Deltas | null =>
  before && after && isLater(before, after) ? growth(before, after) : null

function heardAnew(before: Sample | null, after: Sample | null): StreamInterval['remote'] {
  const deltas = grown(before, after)
  return before && after && deltas ? { seconds: (after.timestamp - before.timestamp) / 1000, deltas } : null
}

/** A stream whose last packet is older than this when a report is taken has stopped: paused, muted, or cut off, ms. */
const STOPPED_MS = 1000

const hasStopped = ({ rtp: { timestamp, gauges } }: StreamReport) =>
  gauges.lastPacketReceivedTimestamp !== undefined && timestamp - gauges.lastPacketReceivedTimestamp > STOPPED_MS

/** Whether packets were coming at both ends: in an interval with a pause, rates say nothing. True when not reported. */
export const isFlowing = ({ before, stream }: StreamInterval): boolean => !hasStopped(before) && !hasStopped(stream)
