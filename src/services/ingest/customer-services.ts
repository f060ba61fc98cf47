import { endConference } from '../../domain/lifecycle/end-calls.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Participant } from '../../storage/entities/participant.ts'
import type { ServiceContext } from '../context.ts'
import { changeConference } from '../lifecycle/change-conference.ts'
import { requireApp } from './app-access.ts'
import { NAME_LENGTH } from './initialize.ts'

/**
 * The page about a call or, when no call is named, about a user.
 * @throws DomainError invalid_api_key, conference_not_found, participant_not_found
 */
export async function getPageUrl(
  context: ServiceContext,
  input: { apiKey: unknown; externalConferenceId?: string | undefined; externalUserId?: string | undefined },
): Promise<string> {
  const app = (await requireApp(context, input.apiKey)).id
  if (input.externalConferenceId) {
    const externalId = storableText(input.externalConferenceId, NAME_LENGTH)
    const conference = await context.em().findOne(Conference, { app, externalId })
    if (!conference) throw new DomainError('conference_not_found')
    return `https://${context.webDomain}/conference/${conference.id}`
  }
  if (!input.externalUserId) throw new DomainError('unknown_error', '')
  const externalId = storableText(input.externalUserId, NAME_LENGTH)
  const participant = await context.em().findOne(Participant, { app, externalId })
  if (!participant) throw new DomainError('participant_not_found')
  return `https://${context.webDomain}/participant/${participant.id}`
}

/**
 * Ends a call: all its connections and sessions, and itself.
 * @throws DomainError invalid_api_key, conference_not_found
 */
export async function stopConference(
  context: ServiceContext,
  input: { apiKey: unknown; externalConferenceId: string; receivedAt: Date },
): Promise<void> {
  const app = (await requireApp(context, input.apiKey)).id
  const externalId = storableText(input.externalConferenceId, NAME_LENGTH)
  const conference = await context.em().findOne(Conference, { app, externalId })
  if (!conference) throw new DomainError('conference_not_found')
  await inTransaction(context.em(), em =>
    changeConference(em, context.summaryRequests, conference.id, (draft, row) =>
      endConference(draft, row, input.receivedAt),
    ),
  )
}
