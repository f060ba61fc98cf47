import type { JsonValue } from '../json.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import type { CallEvent } from './call-event.ts'
import { withCauses } from './causes.ts'
import type { Rules } from './detectors/judge.ts'
import { takeConnectionEvent } from './events/connection-events.ts'
import { takePageEvent } from './events/page-events.ts'
import { takeTrackEvent } from './events/track-events.ts'
import type { Finding } from './finding.ts'
import { findingOf } from './spells/spell.ts'
import { closeAll } from './spells/spell-book.ts'
import { type AnalysisState, connectionOf, newState, sessionOf } from './state/analysis-state.ts'
import { restoreState, saveState } from './state/json-state.ts'
import { takeReport } from './take-report.ts'
import { thresholdsWith } from './thresholds.ts'

/** How a call is to be judged. */
export interface AnalysisSettings {
  /** How often each connection is reported, ms: the app's interval. */
  intervalMs: number
  /** Overrides of the defaults, by name. */
  thresholds?: Record<string, number>
  /** Participants that are SFUs: they hear, see and say nothing. */
  sfus?: ReadonlySet<string>
}

/**
 * Finds what went wrong in one call while its events come in, in the order of event time as far as possible: what comes
 * too late for that is left out of the intervals. Has no clock of its own: the same events give the same findings.
 */
export class CallAnalyser {
  readonly #rules: Rules
  #state: AnalysisState = newState()

  constructor({ intervalMs, thresholds, sfus = new Set() }: AnalysisSettings) {
    this.#rules = { periodMs: intervalMs, thresholds: thresholdsWith(thresholds), sfus }
  }

  /** Continues where {@link save} left off; begins anew with what another version saved. */
  static restore(saved: JsonValue, settings: AnalysisSettings): CallAnalyser {
    const analyser = new CallAnalyser(settings)
    analyser.#state = restoreState(saved)
    return analyser
  }

  /** @returns the intervals that a stats report closes; null for all else */
  feed(event: CallEvent): ClosedIntervals | null {
    if (!Number.isFinite(event.at)) return null
    const session = sessionOf(this.#state, event)
    const connection = connectionOf(this.#state, event)
    if (event.category === 'stats') {
      return connection && takeReport(this.#state, session, connection, event, this.#rules)
    }
    if (connection) takeConnectionEvent(this.#state, connection, event, this.#rules.thresholds)
    if (event.category === 'track') takeTrackEvent(session, event)
    else takePageEvent(this.#state, session, event)
    return null
  }

  /** All findings so far, in the order in which they began; those under way have no end. */
  findings(): Finding[] {
    const open = [...this.#state.spells.values()].flatMap(spell => findingOf(spell, null) ?? [])
    const all = [...this.#state.ended, ...open].sort((a, b) => a.startedAt - b.startedAt)
    return withCauses(all, this.#state, this.#rules.periodMs)
  }

  /** The call is over: ends what is under way. */
  end(at: number): void {
    closeAll(this.#state, () => true, at)
  }

  /** What is remembered, for another process to continue with. */
  save(): JsonValue {
    return saveState(this.#state)
  }
}
