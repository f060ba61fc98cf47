import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { lastRoundTripMs } from '../stats/round-trip.ts'
import type { StreamInterval } from '../stats/stream-interval.ts'
import type { TrackKind } from '../track.ts'
import { audioIntervalScore } from './audio-interval-score.ts'
import { type UsualFrameRate, unknownFrameRate, withFrameRate } from './usual-frame-rate.ts'
import { decodedFrameRate, videoIntervalScore } from './video-interval-score.ts'

/** How one received stream was in one interval. */
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

/** Audio and video scores of what one connection received. Remembers the usual frame rate of each stream. */
export class ScoreFold {
  readonly #frameRates = new Map<string, UsualFrameRate>()

  /** The scores of the intervals that a report closes: at most one for each stream. */
  add({ streams, pair }: ClosedIntervals): IntervalScore[] {
    const delayMs = lastRoundTripMs(pair, streams)
    const received = streams.filter(({ stream }) => stream.direction === 'inbound')
    return received.flatMap(interval => this.#scoreOf(interval, delayMs) ?? [])
  }

  #scoreOf(interval: StreamInterval, delayMs: number): IntervalScore | null {
    const { stream, end, seconds } = interval
    const about = { kind: stream.kind, streamId: stream.id ?? stream.key, at: end, seconds }
    if (stream.kind === 'video') {
      const score = videoIntervalScore(interval, delayMs, this.#usualFrameRate(interval))
      return score === null ? null : { ...about, score, byDelay: false }
    }
    const scored = audioIntervalScore(interval, delayMs)
    if (!scored) return null
    const { coding, loss, delay } = scored.impairments
    return { ...about, score: scored.score, byDelay: delay > coding + loss }
  }

  #usualFrameRate(interval: StreamInterval): number | null {
    const { key } = interval.stream
    const known = this.#frameRates.get(key) ?? unknownFrameRate
    const rate = decodedFrameRate(interval)
    const next = rate === null ? known : withFrameRate(known, rate)
    this.#frameRates.set(key, next)
    return next.usual
  }
}
