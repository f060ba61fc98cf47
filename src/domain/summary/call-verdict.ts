import type { QualityVerdict } from '../issues/quality.ts'
import { conferenceVerdict } from './conference-verdict.ts'
import type { ParticipantScores } from './participant-scores.ts'
import { qualityVerdict } from './quality-verdict.ts'
import type { VerdictFinding } from './verdict-signs.ts'

/** How one participant had it. */
interface ParticipantVerdict extends ParticipantScores {
  /** Null when there was nothing to judge. */
  verdict: QualityVerdict | null
}

/** How a call was, as it is stored with its summary: plain JSON. */
export interface CallVerdict {
  /** Null when there was nothing to judge. */
  conference: QualityVerdict | null
  /** Everybody who reported, then those of whom only findings or issues are known. */
  participants: ParticipantVerdict[]
}

/** What is known of a conference when it is over. */
export interface CallEvidence {
  /** `participants` of the summary. */
  scores: readonly ParticipantScores[]
  /** Issues with a life. Those about the whole conference (null participant) count for nobody. */
  findings: readonly (VerdictFinding & { participantId: string | null })[]
  /** Issues without one: the kept table. */
  issues: readonly { code: string; participantId: string | null }[]
  /** When the conference ended. */
  until: Date
}

/** Judges a conference and each of its participants. */
export function callVerdict({ scores, findings, issues, until }: CallEvidence): CallVerdict {
  const findingsOf = Map.groupBy(findings, finding => finding.participantId)
  const issuesOf = Map.groupBy(issues, issue => issue.participantId)
  const participants = everybody(scores, [...findingsOf.keys(), ...issuesOf.keys()]).map(one => ({
    ...one,
    verdict: qualityVerdict({
      scores: one,
      findings: findingsOf.get(one.participant) ?? [],
      issueCodes: (issuesOf.get(one.participant) ?? []).map(issue => issue.code),
      until,
    }),
  }))
  return { conference: conferenceVerdict(participants.flatMap(({ verdict }) => verdict ?? [])), participants }
}

/** Those who reported, and those who never did but are named: their call may have failed before it began. */
function everybody(scores: readonly ParticipantScores[], named: readonly (string | null)[]): ParticipantScores[] {
  const reported = new Set(scores.map(one => one.participant))
  const silent = new Set(named.filter((id): id is string => id !== null && !reported.has(id)))
  return [...scores, ...[...silent].map(participant => ({ participant, audio: null, video: null, observedSeconds: 0 }))]
}
