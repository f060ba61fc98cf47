import { type IntervalScore, intervalScores } from '../scores/interval-scores.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { type EmosIssue, LowEmos } from './low-emos.ts'
import type { ParticipantScores } from './participant-scores.ts'
import { ParticipantTallies } from './participant-tallies.ts'
import { type ReportedStats, type StatsSnapshot, statsSnapshot } from './stats-snapshot.ts'

/** Contribution of one report to the summary of its conference. */
export interface SummaryStep {
  /** To be written to the summary; null for a report without content. */
  snapshot: StatsSnapshot | null
  /** Of the intervals that this report closes. */
  scores: IntervalScore[]
}

/** Result of all reports of a conference. */
export interface SummaryResult {
  /** Each once per participant. */
  emosIssues: EmosIssue[]
  /** In the order in which the participants first reported. */
  participants: ParticipantScores[]
}

/**
 * Builds a summary report by report, in order of event time. Keeps no report: for each participant the spread of the scores.
 */
export class SummaryFold {
  readonly #intervalMs: number
  readonly #lowEmos = new LowEmos()
  readonly #participants: ParticipantTallies

  /** @param intervalMs the app's interval: how often a page reports each connection */
  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
    this.#participants = new ParticipantTallies(intervalMs)
  }

  /** @param closed the intervals that the report closes; null when it closes none */
  add(stats: ReportedStats, closed: ClosedIntervals | null): SummaryStep {
    const snapshot = statsSnapshot(stats)
    if (snapshot) this.#lowEmos.add(snapshot)
    const scores = closed ? intervalScores(closed) : []
    if (snapshot) for (const score of scores) noteScore(snapshot, score)
    this.#participants.add({ participant: stats.participant, at: stats.createdAt, scores, closed })
    return { snapshot, scores }
  }

  result(): SummaryResult {
    return {
      emosIssues: this.#lowEmos.issues(this.#intervalMs),
      participants: this.#participants.results(),
    }
  }
}

/** Puts the score of an interval, to 0.01, beside the counters of its stream. A stream without an id is not told apart. */
function noteScore({ data }: StatsSnapshot, { kind, streamId, score }: IntervalScore): void {
  const track = data[kind].inbound.find(({ id }) => id === streamId)
  if (track) track[kind === 'audio' ? 'audioScore' : 'videoScore'] = Math.round(100 * score) / 100
}
