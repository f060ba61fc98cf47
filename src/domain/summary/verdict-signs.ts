import { inVerdict } from '../issues/issue-kind.ts'
import { milderOf, type Quality } from '../issues/quality.ts'
import type { ParticipantScores } from './participant-scores.ts'
import { scoreSigns } from './score-signs.ts'
import type { Sign } from './sign.ts'

import { coveredSeconds, spokenTime } from './spell-time.ts'

/** A finding with its life, as far as a verdict needs it. */
export interface VerdictFinding {
  code: string
  type: 'error' | 'warning'
  startedAt: Date
  /** Null while it lasts. */
  endedAt: Date | null
  /** Codes of what this may be a consequence of, the likeliest first. */
  causedBy?: readonly string[]
}

/** What is known of one participant when the call is over. */
export interface VerdictInput {
  scores: Omit<ParticipantScores, 'participant'>
  /** Of this participant. */
  findings: readonly VerdictFinding[]
  /** Codes of the participant's other issues. */
  issueCodes: readonly string[]
  /** When the call ended: the end of what still lasted. */
  until: Date
}

/** Shorter than this in sum, and less than {@link BRIEF_SHARE} of the time, nobody remembers it (inferred). */
const BRIEF_SECONDS = 60
const BRIEF_SHARE = 0.05
const MOST_OF_THE_TIME = 0.5

function qualityOfTime(seconds: number, observedSeconds: number, isError: boolean): Quality {
  const share = observedSeconds > 0 ? seconds / observedSeconds : 1
  if (share >= MOST_OF_THE_TIME) return isError ? 'bad' : 'poor'
  if (share >= BRIEF_SHARE || seconds >= BRIEF_SECONDS) return isError ? 'poor' : 'fair'
  return isError ? 'fair' : 'good'
}

function findingSign(code: string, spells: readonly VerdictFinding[], input: VerdictInput): Sign[] {
  const kind = inVerdict(code)
  if (!kind) return []
  const causedBy = [...new Set(spells.flatMap(spell => spell.causedBy ?? []))]
  const seconds = kind.moment ? 0 : coveredSeconds(spells, input.until)
  const isError = spells.some(spell => spell.type === 'error')
  const byTime = qualityOfTime(seconds, input.scores.observedSeconds, isError)
  const quality = kind.moment ?? milderOf(byTime, kind.worst ?? 'bad')
  const text = seconds > 0 ? `${kind.text} for ${spokenTime(seconds)}` : kind.text
  return [{ code, quality, text, seconds, causedBy }]
}

const failures = new Set(['ice_failed', 'connection_failed'])

/** Kept issues are moments; of a connection that came back, the finding `reconnected` says how long it was gone. */
function issueSign(code: string, input: VerdictInput): Sign[] {
  const kind = inVerdict(code)
  if (!kind?.moment) return []
  const cameBack = input.findings.some(finding => finding.code === 'reconnected')
  if (cameBack && (failures.has(code) || code === 'connection_disconnected')) return []
  const hadMedia = input.scores.audio !== null || input.scores.video !== null
  const quality = hadMedia && failures.has(code) ? 'poor' : kind.moment
  return [{ code, quality, text: kind.text, seconds: 0, causedBy: [] }]
}

/** Everything that speaks for a quality, in no order. */
export function verdictSigns(input: VerdictInput): Sign[] {
  const spells = Map.groupBy(input.findings, finding => finding.code)
  const codes = new Set(input.issueCodes.filter(code => !spells.has(code)))
  return [
    ...[...spells].flatMap(([code, ofCode]) => findingSign(code, ofCode, input)),
    ...[...codes].flatMap(code => issueSign(code, input)),
    ...scoreSigns(input.scores),
  ]
}
