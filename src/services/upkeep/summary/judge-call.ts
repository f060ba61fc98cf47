import type { EntityManager } from '@mikro-orm/postgresql'
import { asArray, asObject, type JsonValue } from '../../../domain/json.ts'
import { type CallVerdict, callVerdict } from '../../../domain/summary/call-verdict.ts'
import type { ParticipantScores } from '../../../domain/summary/participant-scores.ts'
import { Issue } from '../../../storage/entities/issue.ts'

/** Judges an ended call by its scores and its issues. SFUs hear and see nothing: there is no verdict on them. */
export async function judgeCall(
  em: EntityManager,
  {
    conferenceId,
    scores,
    sfus,
    until,
  }: {
    conferenceId: string
    scores: readonly ParticipantScores[]
    sfus: ReadonlySet<string>
    until: Date
  },
): Promise<CallVerdict> {
  const all = await em.find(Issue, { conference: conferenceId })
  const ofPeople = all.filter(({ participant }) => !participant || !sfus.has(participant))
  return callVerdict({
    scores: scores.filter(({ participant }) => !sfus.has(participant)),
    findings: ofPeople.flatMap(({ code, type, participant, startedAt, endedAt, data }) =>
      startedAt
        ? [
            {
              code,
              type,
              startedAt,
              endedAt: endedAt ?? null,
              participantId: participant ?? null,
              causedBy: causesOf(data),
            },
          ]
        : [],
    ),
    issues: ofPeople.flatMap(({ code, participant, startedAt }) =>
      startedAt ? [] : [{ code, participantId: participant ?? null }],
    ),
    until,
  })
}

const causesOf = (data: JsonValue | undefined): string[] =>
  asArray(asObject(data)['causedBy']).filter(cause => typeof cause === 'string')
