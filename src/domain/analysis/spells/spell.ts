import { issueCatalog } from '../../issues/catalog.ts'
import type { FindingCode } from '../../issues/codes.ts'
import type { Finding } from '../finding.ts'
import type { Life } from './life.ts'
import { median, type Tally, tallied } from './tally.ts'

/** What a rule said of one interval. */
export interface Mark {
  /** Event time, ms since the epoch. */
  start: number
  end: number
  value: number
  holds: boolean
  /** So far from holding that a spell may end: between the two lines of a hysteresis neither is true. */
  clear: boolean
}

/** What a finding is about. */
export interface About {
  code: FindingCode
  subject: string
  sessionId: string
  participantId: string
  connectionId: string | null
  trackIdentifier: string | null
  unit: string
  worse: 'high' | 'low'
}

/** Trouble under way, or about to be. */
export interface Spell {
  about: About
  /** The latest. */
  marks: Mark[]
  /** Null until it is raised. */
  open: { startedAt: number; lastHeldAt: number; tally: Tally | null } | null
}

/** How many clear intervals in a row end a spell, and the period of reports. */
export interface Window {
  intervals: number
  periodMs: number
}

/** After this time without a mark, what was before says nothing any more, ms. */
const memoryMs = ({ intervals, periodMs }: Window) => 2 * intervals * periodMs

/**
 * Takes in what a rule says of the next interval.
 * @returns whether there is anything left to remember
 */
export function takeIn(spell: Spell, next: Mark, life: Life, window: Window, mayRaise: boolean): boolean {
  spell.marks = remembered([...spell.marks, next], spell.open ? null : life, window)
  if (spell.open) {
    if (next.holds) extend(spell.open, next, spell.about)
    return !isOver(spell.open.lastHeldAt, spell.marks, window)
  }
  const counted = 'of' in life ? spell.marks.slice(-life.of) : spell.marks
  if (mayRaise && isRaised(counted, life)) spell.open = opened(counted, spell.about)
  return spell.marks.some(({ holds }) => holds)
}

/** Whether nothing was heard of a spell for so long that it is over. */
export const hasFaded = ({ marks }: Spell, now: number, window: Window): boolean =>
  marks.length > 0 && (marks.at(-1)?.end ?? now) < now - memoryMs(window)

/** Before a spell of "so many seconds" is raised, the unbroken run that holds; else the last window. */
function remembered(marks: readonly Mark[], life: Life | null, window: Window): Mark[] {
  const now = marks.at(-1)?.end ?? 0
  if (life && 'seconds' in life) return unbrokenRun(marks, 2 * window.periodMs)
  const length = Math.max(window.intervals, life?.of ?? 0)
  return marks.filter(({ end }) => end > now - memoryMs(window)).slice(-length)
}

function unbrokenRun(marks: readonly Mark[], mostMs: number): Mark[] {
  const breaks = (mark: Mark, before: Mark | undefined) =>
    !mark.holds || (before !== undefined && (!before.holds || mark.start - before.end > mostMs))
  const start = marks.findLastIndex((mark, index) => breaks(mark, marks[index - 1]))
  if (start < 0) return [...marks]
  return marks[start]?.holds ? marks.slice(start) : marks.slice(start + 1)
}

function isRaised(marks: readonly Mark[], life: Life): boolean {
  const held = marks.filter(({ holds }) => holds)
  if ('of' in life) return held.length >= life.holding
  return held.reduce((sum, { start, end }) => sum + end - start, 0) >= 1000 * life.seconds
}

function opened(marks: readonly Mark[], about: About): Spell['open'] {
  const held = marks.filter(({ holds }) => holds)
  const tally = held.reduce<Tally | null>((sum, { value }) => tallied(sum, value, about.worse), null)
  const [first, last] = [held[0], held.at(-1)]
  return first && last && tally ? { startedAt: first.start, lastHeldAt: last.end, tally } : null
}

function extend(open: NonNullable<Spell['open']>, { end, value }: Mark, { worse }: About): void {
  open.lastHeldAt = Math.max(open.lastHeldAt, end)
  open.tally = tallied(open.tally, value, worse)
}

function isOver(lastHeldAt: number, marks: readonly Mark[], window: Window): boolean {
  const latest = marks.slice(-window.intervals)
  if (latest.length === 0 || !latest.every(({ clear }) => clear)) return false
  return latest.length === window.intervals || (latest.at(-1)?.end ?? 0) - lastHeldAt > memoryMs(window)
}

/** A raised spell as a finding. @param endedAt null while it lasts */
export function findingOf({ about, open }: Spell, endedAt: number | null): Finding | null {
  if (!open) return null
  const { code, unit, worse: _, ...rest } = about
  const { tally } = open
  return {
    code,
    type: issueCatalog[code].severity,
    ...rest,
    startedAt: Math.round(open.startedAt),
    endedAt: endedAt === null ? null : Math.round(endedAt),
    data: {
      worst: tally?.worst ?? null,
      typical: tally ? median(tally.kept) : null,
      samples: tally?.count ?? 1,
      unit,
    },
  }
}
