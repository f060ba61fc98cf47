import type { AnalysisState } from '../state/analysis-state.ts'
import type { Thresholds } from '../thresholds.ts'
import { type Episode, findingOf, hasFaded, type IssueKey, observeSample, type Sample, type Window } from './episode.ts'
import type { RaiseRuleOf } from './raise-rule.ts'
import { tallied } from './tally.ts'

type Episodes = Pick<AnalysisState, 'episodes' | 'ended'>

const keyOf = ({ code, subject }: Pick<IssueKey, 'code' | 'subject'>) => `${code} ${subject}`

export const windowOf = ({ windowSeconds }: Thresholds, periodMs: number): Window => ({
  ms: 1000 * windowSeconds,
  periodMs,
})

export const isOpen = ({ episodes }: Episodes, about: Pick<IssueKey, 'code' | 'subject'>): boolean =>
  Boolean(episodes.get(keyOf(about))?.open)

/** When trouble that is under way was last seen, ms since the epoch; null when it is not. */
export const lastHeldAt = ({ episodes }: Episodes, about: Pick<IssueKey, 'code' | 'subject'>): number | null =>
  episodes.get(keyOf(about))?.open?.lastHeldAt ?? null

/** Takes in what a rule says of the next interval of its subject. */
export function observe(
  state: Episodes,
  about: IssueKey,
  next: Sample,
  rule: { raiseRule: RaiseRuleOf; mayRaise: boolean; thresholds: Thresholds; periodMs: number },
): void {
  const key = keyOf(about)
  const known = state.episodes.get(key)
  if (!known && !next.holds) return
  const episode: Episode = known ?? { about, marks: [], open: null }
  const window = windowOf(rule.thresholds, rule.periodMs)
  const isLeft = observeSample(episode, next, rule.raiseRule(rule.thresholds), window, rule.mayRaise)
  if (isLeft) state.episodes.set(key, episode)
  else end(state, key, episode, episode.open?.lastHeldAt ?? next.end)
}

/** Raises at once what one event told, to last until it is closed. @param value null where nothing was measured */
export function raise(state: Episodes, about: IssueKey, startedAt: number, value: number | null): void {
  const open = { startedAt, lastHeldAt: startedAt, tally: value === null ? null : tallied(null, value, about.worse) }
  state.episodes.set(keyOf(about), { about, marks: [], open })
}

/** Takes back an episode that turned out to be none. */
export function withdraw(state: Episodes, about: Pick<IssueKey, 'code' | 'subject'>): void {
  state.episodes.delete(keyOf(about))
  state.ended = state.ended.filter(({ code, subject }) => code !== about.code || subject !== about.subject)
}

/** Ends an episode, if it is under way. */
export function close(state: Episodes, about: Pick<IssueKey, 'code' | 'subject'>, at: number): void {
  const key = keyOf(about)
  const episode = state.episodes.get(key)
  if (episode) end(state, key, episode, at)
}

/** Writes down what began and ended with one event. */
export function record(state: Episodes, about: IssueKey, span: { from: number; to: number }, value: number): void {
  raise(state, about, span.from, value)
  close(state, about, span.to)
}

/** Ends the episodes that `which` picks: those of intervals with the last that held, those of events now. */
export function closeAll(state: Episodes, which: (about: IssueKey) => boolean, at: number): void {
  for (const [key, episode] of [...state.episodes]) {
    if (which(episode.about)) end(state, key, episode, episode.marks.length > 0 ? (episode.open?.lastHeldAt ?? at) : at)
  }
}

/** Ends the episodes of a connection of which nothing was heard for long. */
export function expireEpisodes(state: Episodes, connectionId: string, now: number, window: Window): void {
  for (const [key, episode] of [...state.episodes]) {
    if (episode.about.connectionId !== connectionId || !hasFaded(episode, now, window)) continue
    end(state, key, episode, episode.open?.lastHeldAt ?? now)
  }
}

function end(state: Episodes, key: string, episode: Episode, at: number): void {
  state.episodes.delete(key)
  const finding = findingOf(episode, Math.max(at, episode.open?.startedAt ?? at))
  if (finding) state.ended.push(finding)
}
