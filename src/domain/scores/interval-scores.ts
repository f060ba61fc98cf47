import type { TrackKind } from '../call/track.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { lastRoundTripMs } from '../stats/round-trip.ts'
import type { StreamInterval } from '../stats/stream-interval.ts'
import { audioIntervalScore } from './audio-interval-score.ts'
import { videoIntervalScore } from './video-interval-score.ts'

/** Score of one received stream in one interval. */
export interface IntervalScore {
  kind: TrackKind
  /** RTCStats.id of the inbound stream; its key where it has none. */
  streamId: string
  /** End of the interval: event time of the report that closes it, ms since the epoch. */
  at: number
  /** Length of the interval, seconds. */
  seconds: number
  /** 1 to 5: audioScore or videoScore, never `emos`. */
  score: number
  /** Delay took more from it than loss and coding. Audio only. */
  byDelay: boolean
}

/** Scores of what a connection received in the intervals that a report closes: at most one for each stream. */
export function intervalScores({ streams, pair }: ClosedIntervals): IntervalScore[] {
  const delayMs = lastRoundTripMs(pair, streams)
  const received = streams.filter(({ stream }) => stream.direction === 'inbound')
  return received.flatMap(interval => scoreOf(interval, delayMs) ?? [])
}

function scoreOf(interval: StreamInterval, delayMs: number): IntervalScore | null {
  const { stream, end, seconds } = interval
  const about = { kind: stream.kind, streamId: stream.id ?? stream.key, at: end, seconds }
  if (stream.kind === 'video') {
    const score = videoIntervalScore(interval, delayMs)
    return score === null ? null : { ...about, score, byDelay: false }
  }
  const scored = audioIntervalScore(interval, delayMs)
  if (!scored) return null
  const { coding, loss, delay } = scored.impairments
  return { ...about, score: scored.score, byDelay: delay > coding + loss }
}
