import type { AnalysisState } from '../state/analysis-state.ts'
import type { Thresholds } from '../thresholds.ts'
import type { LifeOf } from './life.ts'
import { type About, findingOf, hasFaded, type Mark, type Spell, takeIn, type Window } from './spell.ts'
import { tallied } from './tally.ts'

type Spells = Pick<AnalysisState, 'spells' | 'ended'>

const keyOf = ({ code, subject }: Pick<About, 'code' | 'subject'>) => `${code} ${subject}`

export const windowOf = ({ windowIntervals }: Thresholds, periodMs: number): Window => ({
  intervals: windowIntervals,
  periodMs,
})

export const isOpen = ({ spells }: Spells, about: Pick<About, 'code' | 'subject'>): boolean =>
  Boolean(spells.get(keyOf(about))?.open)

/** Takes in what a rule says of the next interval of its subject. */
export function observe(
  state: Spells,
  about: About,
  next: Mark,
  rule: { life: LifeOf; mayRaise: boolean; thresholds: Thresholds; periodMs: number },
): void {
  const key = keyOf(about)
  const known = state.spells.get(key)
  if (!known && !next.holds) return
  const spell: Spell = known ?? { about, marks: [], open: null }
  const window = windowOf(rule.thresholds, rule.periodMs)
  const isLeft = takeIn(spell, next, rule.life(rule.thresholds), window, rule.mayRaise)
  if (isLeft) state.spells.set(key, spell)
  else end(state, key, spell, spell.open?.lastHeldAt ?? next.end)
}

/** Raises at once what one event told, to last until it is closed. @param value null where nothing was measured */
export function raise(state: Spells, about: About, startedAt: number, value: number | null): void {
  const open = { startedAt, lastHeldAt: startedAt, tally: value === null ? null : tallied(null, value, about.worse) }
  state.spells.set(keyOf(about), { about, marks: [], open })
}

/** Ends a spell, if it is under way. */
export function close(state: Spells, about: Pick<About, 'code' | 'subject'>, at: number): void {
  const key = keyOf(about)
  const spell = state.spells.get(key)
  if (spell) end(state, key, spell, at)
}

/** Writes down what began and ended with one event. */
export function record(state: Spells, about: About, span: { from: number; to: number }, value: number): void {
  raise(state, about, span.from, value)
  close(state, about, span.to)
}

/** Ends the spells that `which` picks: those of intervals with the last that held, those of events now. */
export function closeAll(state: Spells, which: (about: About) => boolean, at: number): void {
  for (const [key, spell] of [...state.spells]) {
    if (which(spell.about)) end(state, key, spell, spell.marks.length > 0 ? (spell.open?.lastHeldAt ?? at) : at)
  }
}

/** Ends the spells of a connection of which nothing was heard for long. */
export function forgetFaded(state: Spells, connectionId: string, now: number, window: Window): void {
  for (const [key, spell] of [...state.spells]) {
    if (spell.about.connectionId !== connectionId || !hasFaded(spell, now, window)) continue
    end(state, key, spell, spell.open?.lastHeldAt ?? now)
  }
}

function end(state: Spells, key: string, spell: Spell, at: number): void {
  state.spells.delete(key)
  const finding = findingOf(spell, Math.max(at, spell.open?.startedAt ?? at))
  if (finding) state.ended.push(finding)
}
