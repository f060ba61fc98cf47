import type { TrackKind } from '../../call/track.ts'
import { issueCatalog } from '../../issues/catalog.ts'
import type { FindingCode } from '../../issues/codes.ts'
import type { Finding } from '../finding.ts'
import type { RaiseRule } from './raise-rule.ts'
import { median, type Tally, tallied } from './tally.ts'

/** Evaluation of one interval by one rule, with its time. */
export interface Sample {
  /** Event time, ms since the epoch. */
  start: number
  end: number
  value: number
  holds: boolean
  /** So far from holding that an episode may end: between the two lines of a hysteresis neither is true. */
  clear: boolean
}

/** Subject of a finding. */
export interface IssueKey {
  code: FindingCode
  subject: string
  sessionId: string
  participantId: string
  connectionId: string | null
  /** The participant at the other end; null when it is about no connection. */
  peerId: string | null
  /** Of the track that it is about; null when it is about none. */
  kind: TrackKind | null
  trackIdentifier: string | null
  unit: string
  worse: 'high' | 'low'
}

/** Trouble under way, or about to be. */
export interface Episode {
  about: IssueKey
  /** The latest. */
  marks: Sample[]
  /** Null until it is raised. */
  open: { startedAt: number; lastHeldAt: number; tally: Tally | null } | null
}

/** Time that must be clear for an episode to end, and the period of reports, ms. */
export interface Window {
  ms: number
  periodMs: number
}

/** Timers of pages are late or early by so much, as a share of what is waited for. */
const TOLERANCE = 0.05

/** After this time without a mark, what was before says nothing any more, ms. */
const memoryMs = ({ ms, periodMs }: Window) => 2 * Math.max(ms, periodMs)

const lengthMs = (marks: readonly Sample[]) => marks.reduce((sum, { start, end }) => sum + end - start, 0)

const isLong = (marks: readonly Sample[], ms: number) => lengthMs(marks) >= (1 - TOLERANCE) * ms

/** The marks that share some time with the last so many ms. */
function latest(marks: readonly Sample[], ms: number): readonly Sample[] {
  const now = marks.at(-1)?.end ?? 0
  const first = marks.findIndex(({ end }) => end > now - (1 - TOLERANCE) * ms)
  return marks.slice(Math.max(first, 0))
}

/**
 * Takes in what a rule says of the next interval.
 * @returns whether there is anything left to remember
 */
export function observeSample(
  episode: Episode,
  next: Sample,
  rule: RaiseRule,
  window: Window,
  mayRaise: boolean,
): boolean {
  episode.marks = remembered([...episode.marks, next], episode.open ? null : rule, window)
  if (episode.open) {
    if (next.holds) extend(episode.open, next, episode.about)
    return !isOver(episode.open.lastHeldAt, episode.marks, window)
  }
  const counted = 'ofSeconds' in rule ? latest(episode.marks, 1000 * rule.ofSeconds) : episode.marks
  if (mayRaise && isRaised(counted, rule)) episode.open = opened(counted, episode.about)
  return episode.marks.some(({ holds }) => holds)
}

/** Whether nothing was heard of an episode for so long that it is over. */
export const hasFaded = ({ marks }: Episode, now: number, window: Window): boolean =>
  marks.length > 0 && (marks.at(-1)?.end ?? now) < now - memoryMs(window)

/** Before an episode of "unbroken seconds" is raised, the run that holds, reports that were lost in between or not; else the last window. */
function remembered(marks: readonly Sample[], rule: RaiseRule | null, window: Window): Sample[] {
  if (rule && 'unbrokenSeconds' in rule) return unbrokenRun(marks, Math.max(2 * window.periodMs, window.ms))
  const now = marks.at(-1)?.end ?? 0
  const recent = marks.filter(({ end }) => end > now - memoryMs(window))
  return [...latest(recent, Math.max(window.ms, rule ? 1000 * rule.ofSeconds : 0))]
}

function unbrokenRun(marks: readonly Sample[], mostMs: number): Sample[] {
  const breaks = (mark: Sample, before: Sample | undefined) =>
    !mark.holds || (before !== undefined && (!before.holds || mark.start - before.end > mostMs))
  const start = marks.findLastIndex((mark, index) => breaks(mark, marks[index - 1]))
  if (start < 0) return [...marks]
  return marks[start]?.holds ? marks.slice(start) : marks.slice(start + 1)
}

function isRaised(marks: readonly Sample[], rule: RaiseRule): boolean {
  const held = marks.filter(({ holds }) => holds)
  const [first, last] = [held[0], held.at(-1)]
  if (!first || !last) return false
  if ('ofSeconds' in rule) return isLong(held, 1000 * rule.holdingSeconds)
  return last.end - first.start >= (1 - TOLERANCE) * 1000 * rule.unbrokenSeconds
}

function opened(marks: readonly Sample[], about: IssueKey): Episode['open'] {
  const held = marks.filter(({ holds }) => holds)
  const tally = held.reduce<Tally | null>((sum, { value }) => tallied(sum, value, about.worse), null)
  const [first, last] = [held[0], held.at(-1)]
  return first && last && tally ? { startedAt: first.start, lastHeldAt: last.end, tally } : null
}

function extend(open: NonNullable<Episode['open']>, { end, value }: Sample, { worse }: IssueKey): void {
  open.lastHeldAt = Math.max(open.lastHeldAt, end)
  open.tally = tallied(open.tally, value, worse)
}

function isOver(lastHeldAt: number, marks: readonly Sample[], window: Window): boolean {
  const last = latest(marks, window.ms)
  if (last.length === 0 || !last.every(({ clear }) => clear)) return false
  return isLong(last, window.ms) || (last.at(-1)?.end ?? 0) - lastHeldAt > memoryMs(window)
}

/** A raised episode as a finding. @param endedAt null while it lasts */
export function findingOf({ about, open }: Episode, endedAt: number | null): Finding | null {
  if (!open) return null
  const { code, unit, worse: _, kind, ...rest } = about
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
      ...(kind && { kind }),
    },
  }
}
