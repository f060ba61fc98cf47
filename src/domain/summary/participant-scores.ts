import type { IntervalScore } from '../scores/interval-scores.ts'
import { type SavedSpread, ScoreSpread, type ScoreSummary } from '../scores/score-spread.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'

/** Scores of what one participant heard and saw in a conference. */
export interface ParticipantScores {
  participant: string
  /** Null when nothing was scored, as in a call without that kind of media. */
  audio: ScoreSummary | null
  video: ScoreSummary | null
  /** Time for which the participant's reports came, seconds, connections at once counted once. */
  observedSeconds: number
  /** Something was received, if only too little to be scored; absent when nothing was. */
  mediaReceived?: true
}

/** Longer silence between two reports of a participant is absence, in periods. */
const ABSENCE_PERIODS = 2

/** A tally as plain JSON. */
export interface SavedTally {
  audio: SavedSpread
  video: SavedSpread
  /** Event time of the last report, ms since the epoch; null before the first. */
  lastAt: number | null
  observedMs: number
  mediaReceived: boolean
}

/** Gathers the interval scores of one participant as receiver. */
export class ParticipantTally {
  #spreads = { audio: new ScoreSpread(), video: new ScoreSpread() }
  #lastAt: number | null = null
  #observedMs = 0
  #mediaReceived = false

  /** Continues where {@link save} left off. */
  static restore({ audio, video, lastAt, observedMs, mediaReceived }: SavedTally): ParticipantTally {
    const tally = new ParticipantTally()
    tally.#spreads = { audio: ScoreSpread.restore(audio), video: ScoreSpread.restore(video) }
    tally.#lastAt = lastAt
    tally.#observedMs = observedMs
    tally.#mediaReceived = mediaReceived
    return tally
  }

  save(): SavedTally {
    return {
      audio: this.#spreads.audio.save(),
      video: this.#spreads.video.save(),
      lastAt: this.#lastAt,
      observedMs: this.#observedMs,
      mediaReceived: this.#mediaReceived,
    }
  }

  add(scores: readonly IntervalScore[], at: Date, periodMs: number): void {
    for (const { kind, score, seconds, byDelay } of scores) this.#spreads[kind].add(score, seconds, byDelay)
    const time = at.getTime()
    const elapsed = time - (this.#lastAt ?? time)
    if (elapsed > 0 && elapsed <= ABSENCE_PERIODS * periodMs + 1000) this.#observedMs += elapsed
    if (elapsed >= 0) this.#lastAt = time
  }

  /** Takes note of received media. */
  noteReceived({ streams }: ClosedIntervals): void {
    this.#mediaReceived ||= streams.some(({ rtp }) => (rtp.bytesReceived ?? rtp.packetsReceived ?? 0) > 0)
  }

  result(participant: string): ParticipantScores {
    return {
      participant,
      audio: this.#spreads.audio.summary(),
      video: this.#spreads.video.summary(),
      observedSeconds: this.#observedMs / 1000,
      ...(this.#mediaReceived && { mediaReceived: true as const }),
    }
  }
}
