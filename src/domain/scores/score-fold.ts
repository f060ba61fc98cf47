import { asObject, type JsonValue } from '../json.ts'
import { audioIntervalScore } from './audio-interval-score.ts'
import { type PairReading, readPair, roundTripMs } from './connection-delay.ts'
import { type StreamInterval, succession, type TimedReading } from './stream-interval.ts'
import { readStreams, type StreamReading } from './stream-reading.ts'
import { type UsualFrameRate, unknownFrameRate, withFrameRate } from './usual-frame-rate.ts'
import { decodedFrameRate, videoIntervalScore } from './video-interval-score.ts'

/** How one received stream was in one interval. */
export interface IntervalScore {
  kind: 'audio' | 'video'
  /** RTCStats.id of the inbound stream. */
  streamId: string
  /** End of the interval: event time of the report that closes it, ms since the epoch. */
  at: number
  /** Length of the interval, seconds. */
  seconds: number
  /** 1 to 5: audioScore or videoScore, never `emos`. */
  score: number
}

interface FollowedStream extends TimedReading {
  frameRate: UsualFrameRate
}

/**
 * Audio and video scores of what one connection received, interval by interval. Fed its stats reports in order of event
 * time; holds the last reading of each stream and nothing else.
 */
export class ScoreFold {
  readonly #periodMs: number
  readonly #streams = new Map<string, FollowedStream>()
  #pair: PairReading | null = null
  #lastAt = Number.NEGATIVE_INFINITY

  /** @param periodMs how often the connection is reported: the app's interval */
  constructor(periodMs: number) {
    this.#periodMs = periodMs
  }

  /** The scores of the intervals that a report closes: at most one for each stream. A report from the past has none. */
  add(report: JsonValue, at: Date): IntervalScore[] {
    const time = at.getTime()
    if (!(time >= this.#lastAt)) return []
    this.#lastAt = time
    const content = asObject(report)
    const delay = roundTripMs(content, this.#pair)
    this.#pair = readPair(content)
    const scores = readStreams(content).flatMap(reading => this.#scoreOf({ at: time, reading }, delay))
    this.#forgetStreamsBefore(time - 2 * this.#periodMs)
    return scores
  }

  #scoreOf(now: TimedReading, delayMs: number): IntervalScore[] {
    const key = `${now.reading.kind} ${now.reading.streamId}`
    const before = this.#streams.get(key)
    const step = before ? succession(before, now, this.#periodMs) : { follows: true as const, interval: null }
    if (!step.follows) return []
    const frameRate = frameRateAfter(before?.frameRate ?? unknownFrameRate, step.interval)
    this.#streams.set(key, { ...now, frameRate })
    if (!step.interval) return []
    const score = intervalScore(step.interval, delayMs, frameRate)
    if (score === null) return []
    const { kind, streamId } = now.reading
    return [{ kind, streamId, at: now.at, seconds: step.interval.seconds, score }]
  }

  #forgetStreamsBefore(time: number): void {
    for (const [key, stream] of this.#streams) if (stream.at < time) this.#streams.delete(key)
  }
}

const frameRateAfter = (state: UsualFrameRate, interval: StreamInterval | null): UsualFrameRate => {
  const rate = interval && isVideo(interval.to) ? decodedFrameRate(interval) : null
  return rate === null ? state : withFrameRate(state, rate)
}

const intervalScore = (interval: StreamInterval, delayMs: number, { usual }: UsualFrameRate): number | null =>
  isVideo(interval.to) ? videoIntervalScore(interval, delayMs, usual) : audioIntervalScore(interval, delayMs)

const isVideo = (reading: StreamReading) => reading.kind === 'video'
