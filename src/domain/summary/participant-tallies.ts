import type { IntervalScore } from '../scores/interval-scores.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { type ParticipantScores, ParticipantTally, type SavedTally } from './participant-scores.ts'

/** The tallies of a call as plain JSON, in the order of first reports. */
export type SavedTallies = [participant: string, tally: SavedTally][]

/** One report, as far as the tally of its sender counts it. */
interface TalliedReport {
  participant: string
  at: Date
  /** Of the intervals that the report closes. */
  scores: readonly IntervalScore[]
  /** Null when it closes none. */
  closed: ClosedIntervals | null
}

/** Tallies of received media of each participant, gathered report by report. */
export class ParticipantTallies {
  readonly #periodMs: number
  readonly #tallies: Map<string, ParticipantTally>

  /**
   * @param periodMs how often a page reports each connection
   * @param saved to be continued
   */
  constructor(periodMs: number, saved: SavedTallies = []) {
    this.#periodMs = periodMs
    this.#tallies = new Map(saved.map(([participant, tally]) => [participant, ParticipantTally.restore(tally)]))
  }

  add({ participant, at, scores, closed }: TalliedReport): void {
    const tally = this.#tallyOf(participant)
    tally.add(scores, at, this.#periodMs)
    if (closed) tally.noteReceived(closed)
  }

  /** In the order in which the participants first reported. */
  results(): ParticipantScores[] {
    return [...this.#tallies].map(([participant, tally]) => tally.result(participant))
  }

  save(): SavedTallies {
    return [...this.#tallies].map(([participant, tally]) => [participant, tally.save()])
  }

  #tallyOf(participant: string): ParticipantTally {
    const known = this.#tallies.get(participant)
    if (known) return known
    const created = new ParticipantTally()
    this.#tallies.set(participant, created)
    return created
  }
}
