import type { QualityVerdict } from '../issues/quality.ts'
import { conferenceVerdict } from './conference-verdict.ts'
import type { OthersFinding, VerdictFinding } from './finding-evidence.ts'
import type { ParticipantScores } from './participant-scores.ts'
import { qualityVerdict } from './quality-verdict.ts'

/** Verdict and scores of one participant. */
interface ParticipantVerdict extends ParticipantScores {
  /** Null when there was nothing to judge. */
  verdict: QualityVerdict | null
}

/** Verdicts of a call as they are stored with its summary: plain JSON. */
export interface CallVerdict {
  /** Null when there was nothing to judge. */
  conference: QualityVerdict | null
  /** Everybody who reported, then those of whom only findings or issues are known. */
  participants: ParticipantVerdict[]
}

/** Everything that the verdicts of an ended conference rest on. */
export interface CallEvidence {
  /** `participants` of the summary. */
  scores: readonly ParticipantScores[]
  /** Issues with a life. Those about the whole conference (null participant) count for nobody. */
  findings: readonly (VerdictFinding & { participantId: string | null })[]
  /** Issues without one: the kept table. */
  issues: readonly { code: string; participantId: string | null; connectionId?: string | null }[]
  /** Connections whose loss is nobody's trouble: the peer had left, or they came back. */
  excused?: ReadonlySet<string>
  /** Names of participants, by id; those without are not named. */
  names?: ReadonlyMap<string, string>
  /** When the conference ended. */
  until: Date
}

/** Judges a conference and each of its participants. */
export function callVerdict({ scores, findings, issues, until, excused, names }: CallEvidence): CallVerdict {
  const findingsOf = Map.groupBy(findings, finding => finding.participantId)
  const charged = issues.filter(issue => !(isOfConnection(issue) && excused?.has(issue.connectionId ?? '')))
  const issuesOf = Map.groupBy(charged, issue => issue.participantId)
  const ofPeople = findings.filter((one): one is OthersFinding => one.participantId !== null)
  const participants = everybody(scores, [...findingsOf.keys(), ...issuesOf.keys()]).map(one => ({
    ...one,
    verdict: qualityVerdict({
      scores: one,
      findings: findingsOf.get(one.participant) ?? [],
      issueCodes: (issuesOf.get(one.participant) ?? []).map(issue => issue.code),
      until,
      others: ofPeople.filter(other => other.participantId !== one.participant),
      ...(names && { names }),
    }),
  }))
  return { conference: conferenceVerdict(participants.flatMap(({ verdict }) => verdict ?? [])), participants }
}

/** Issues that a state of a connection raises. */
const isOfConnection = ({ code }: { code: string }) => code === 'ice_failed' || code.startsWith('connection_')

/** Those who reported, and those who never did but are named: their call may have failed before it began. */
function everybody(scores: readonly ParticipantScores[], named: readonly (string | null)[]): ParticipantScores[] {
  const reported = new Set(scores.map(one => one.participant))
  const silent = new Set(named.filter((id): id is string => id !== null && !reported.has(id)))
  return [...scores, ...[...silent].map(participant => ({ participant, audio: null, video: null, observedSeconds: 0 }))]
}
