import type { ClosedIntervals } from '../stats/connection-stats.ts'
import type { CallEvent } from './call-event.ts'
import { withCauses } from './causes.ts'
import type { RuleSettings } from './detectors/run-detectors.ts'
import { findingOf } from './episodes/episode.ts'
import { closeAll } from './episodes/episodes.ts'
import { takeConnectionEvent } from './events/connection-events.ts'
import { takePageEvent } from './events/page-events.ts'
import { takeTrackEvent } from './events/track-events.ts'
import type { Finding } from './finding.ts'
import { withThreshold } from './finding-thresholds.ts'
import { excusedConnections } from './outages/excused-connections.ts'
import { dropLastGaps } from './outages/note-media.ts'
import { confirm, unconfirmed } from './outages/note-states.ts'
import { type AnalysisState, connectionOf, newState, noteAlive, sessionOf } from './state/analysis-state.ts'
import { restoreState, saveState } from './state/json-state.ts'
import { noteStay } from './state/session-facts.ts'
import { takeReport } from './take-report.ts'
import { thresholdsWith } from './thresholds.ts'

/**
 * Reports that come more often are taken together: a share of less than 5 s is chance, and trouble is to be the same at
 * whatever period pages report.
 */
const MIN_PERIOD_MS = 5000

/** Period by which reports are judged. @param intervalMs how often pages report */
export const judgedPeriodMs = (intervalMs: number) => Math.max(intervalMs, MIN_PERIOD_MS)

/** Settings of the analysis of a call. */
export interface AnalysisSettings {
  /** Report period of each connection, ms: the app's interval. */
  intervalMs: number
  /** Overrides of the defaults, by name. */
  thresholds?: Record<string, number>
  /** Participants that are SFUs: they hear, see and say nothing. */
  sfus?: ReadonlySet<string>
}

const rulesOf = ({ intervalMs, thresholds, sfus = new Set() }: AnalysisSettings): RuleSettings => ({
  periodMs: judgedPeriodMs(intervalMs),
  thresholds: thresholdsWith(thresholds),
  sfus,
})

/**
 * Finds what went wrong in one call while its events come in, in the order of event time as far as possible: what comes
 * too late for that is left out of the intervals. Has no clock of its own: the same events give the same findings.
 */
export class CallAnalyser {
  #rules: RuleSettings
  #state: AnalysisState = newState()

  constructor(settings: AnalysisSettings) {
    this.#rules = rulesOf(settings)
  }

  /** Continues where {@link save} left off; null for what another version saved: the call is to be read from its beginning. */
  static restore(saved: string, settings: AnalysisSettings): CallAnalyser | null {
    const state = restoreState(saved)
    if (!state) return null
    const analyser = new CallAnalyser(settings)
    analyser.#state = state
    return analyser
  }

  /** Goes on with other settings. */
  adjust(settings: AnalysisSettings): void {
    this.#rules = rulesOf(settings)
  }

  /** @returns the intervals that a stats report closes; null for all else */
  feed(event: CallEvent): ClosedIntervals | null {
    if (!Number.isFinite(event.at)) return null
    const session = sessionOf(this.#state, event)
    if (!session) return null
    noteAlive(this.#state, session, event.at)
    const connection = connectionOf(this.#state, event)
    if (event.category === 'stats') {
      return connection && takeReport(this.#state, session, connection, event, this.#rules)
    }
    noteStay(session, event.at, this.#rules.periodMs)
    if (connection) takeConnectionEvent(this.#state, connection, event, this.#rules.thresholds)
    if (event.category === 'track') takeTrackEvent(this.#state, session, event)
    else takePageEvent(this.#state, session, event)
    return null
  }

  /** All findings so far, in the order in which they began; those under way have no end. */
  findings(): Finding[] {
    const open = [...this.#state.episodes.values()].flatMap(episode => findingOf(episode, null) ?? [])
    const all = [...this.#state.ended, ...open, ...unconfirmed(this.#state)].sort((a, b) => a.startedAt - b.startedAt)
    const { periodMs, thresholds } = this.#rules
    return withCauses(all, this.#state, periodMs).map(finding => withThreshold(finding, thresholds))
  }

  /** Ids of connections that were lost, by their states, at nobody's cost. */
  excusedConnections(): ReadonlySet<string> {
    return excusedConnections(this.#state, this.#rules.periodMs)
  }

  /** Sessions whose page went on reporting after `beforeunload`, with the first time it did. */
  stays(): { sessionId: string; at: Date }[] {
    return [...this.#state.sessions.values()].flatMap(({ id, stayedAt }) =>
      stayedAt === null ? [] : [{ sessionId: id, at: new Date(stayedAt) }],
    )
  }

  /** The call is over: ends what is under way. */
  end(at: number): void {
    this.#state.isOver = true
    dropLastGaps(this.#state, this.#rules.periodMs)
    for (const connection of this.#state.connections.values()) confirm(this.#state, connection)
    closeAll(this.#state, () => true, at)
  }

  /** State of the analysis as JSON text, for another process to continue with. */
  save(): string {
    return saveState(this.#state)
  }
}
