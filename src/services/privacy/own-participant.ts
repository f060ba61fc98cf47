import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { Participant } from '../../storage/entities/participant.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { ownApp } from '../access/own.ts'
import type { privacyRules } from '../access/rules.ts'

/**
 * A participant whose data the caller answers for.
 * @throws DomainError participant_not_found; permission_denied unless the caller is an owner
 */
export async function ownParticipant(
  context: CallerContext,
  id: string,
  rule: (typeof privacyRules)[keyof typeof privacyRules],
): Promise<{ participant: Participant; organizationId: string }> {
  const uuid = parseUuid(id)
  const [participant] = uuid
    ? await context.reader.entities(Participant, 'select * from participant where id = $1', [uuid])
    : []
  if (!participant) throw new DomainError('participant_not_found')
  const { organization } = await ownApp(context, participant.app, rule)
  return { participant, organizationId: organization }
}
