import type { EntityManager } from '@mikro-orm/postgresql'
import type { Finding } from '../../domain/analysis/finding.ts'
import { readEvidence } from '../../domain/issues/evidence.ts'
import { type CallEvidence, type CallVerdict, callVerdict } from '../../domain/summary/call-verdict.ts'
import { toVerdictFinding } from '../../domain/summary/finding-evidence.ts'
import type { ParticipantScores } from '../../domain/summary/participant-scores.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { participantNames } from '../../storage/tables/conferences.ts'

interface JudgedCall {
  conferenceId: string
  findings: readonly Finding[]
  /** Connections that were lost at nobody's cost. */
  excused: ReadonlySet<string>
  scores: readonly ParticipantScores[]
  /** Participants that are SFUs. */
  sfus: ReadonlySet<string>
  /** When the call ended, or up to when it is judged. */
  until: Date
  /** Findings that began up to then are known from an earlier look only. Null for none. */
  deletedUntil: Date | null
}

type VerdictFindings = CallEvidence['findings']

/** Judges a call by its scores, findings and issues. SFUs hear and see nothing: there is no verdict on them. */
export async function judgeCall(em: EntityManager, call: JudgedCall): Promise<CallVerdict> {
  const { conferenceId, findings, excused, scores, sfus, until, deletedUntil } = call
  const isPerson = ({ participantId }: { participantId: string | null }) => !participantId || !sfus.has(participantId)
  const moments = await em.find(Issue, { conference: conferenceId, startedAt: null })
  const earlier = deletedUntil ? await findingsUntil(em, conferenceId, deletedUntil) : []
  return callVerdict({
    scores: scores.filter(({ participant }) => !sfus.has(participant)),
    findings: [...earlier, ...findings.map(one => toVerdictFinding(one, sfus))].filter(isPerson),
    issues: moments
      .map(({ code, participant, connection }) => ({
        code,
        participantId: participant ?? null,
        connectionId: connection ?? null,
      }))
      .filter(isPerson),
    until,
    excused,
    names: await participantNames(em, conferenceId),
  })
}

async function findingsUntil(em: EntityManager, conferenceId: string, until: Date): Promise<VerdictFindings> {
  const stored = await em.find(Issue, { conference: conferenceId, startedAt: { $lte: until } })
  return stored.map(({ code, type, participant, startedAt, endedAt, data }) => ({
    code,
    type,
    participantId: participant ?? null,
    startedAt: startedAt ?? until,
    endedAt: endedAt ?? null,
    causedBy: readEvidence(data ?? null).causedBy,
  }))
}
