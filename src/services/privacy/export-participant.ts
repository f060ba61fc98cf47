import { inTransaction } from '../../storage/engine/transaction.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Participant } from '../../storage/entities/participant.ts'
import type { ParticipantVerdict } from '../../storage/queries/verdicts.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { privacyRules } from '../access/rules.ts'
import { type CallRecord, callRecords, recordsOf } from '../query/call-records.ts'
import { conferenceList } from '../query/conferences.ts'
import { ownParticipant } from './own-participant.ts'

/** One thing that is kept about a participant. */
export type ParticipantRecord =
  | { kind: 'participant'; value: Participant }
  | { kind: 'conference'; value: Conference; verdict: ParticipantVerdict | undefined }
  | CallRecord

/**
 * Everything that is kept about a participant: conference by conference, what it reported and what was found about it.
 * @throws DomainError participant_not_found, permission_denied
 */
export async function* exportParticipant(
  context: CallerContext,
  id: string,
): AsyncGenerator<ParticipantRecord, void, undefined> {
  const { participant, organizationId } = await ownParticipant(context, id, privacyRules.exportParticipant)
  const participantId = participant.id
  context.reauthorization.about(() => ownParticipant(context, participantId, privacyRules.exportParticipant))
  await inTransaction(context.services.em(), async em => {
    audit(em, context, { action: 'export_participant', subjectId: participantId, organizationId })
  })
  yield { kind: 'participant', value: participant }
  const conferences = conferenceList(context, { participantId, created: {} })
  for await (const { value } of recordsOf('conference', conferences)) {
    const { conference } = value
    const verdicts = await conferences.participantVerdicts([conference])
    yield { kind: 'conference', value: conference, verdict: verdicts.get(conference.id) }
    yield* callRecords(context, { conferenceId: conference.id, participantId })
  }
}
