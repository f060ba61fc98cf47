import { v7 as uuidv7 } from 'uuid'
import { storableText } from '../../domain/json.ts'
import { findOrCreateConference, findOrCreateParticipant, linkParticipant } from '../../storage/conferences.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { ServiceContext } from '../context.ts'
import { requireApp, requireRecording } from './app-access.ts'

/** Longest id or name that is kept of a conference or participant, in characters. */
export const NAME_LENGTH = 64

export interface InitializeInput {
  apiKey: unknown
  /** The application's id of the call. */
  externalConferenceId: string
  conferenceName?: string | undefined
  /** The application's id of the user. */
  externalUserId: string
  userName?: string | undefined
  /** Origin of the page, as the browser states it. */
  origin?: string | undefined
  receivedAt: Date
}

export interface Initialized {
  conferenceId: string
  participantId: string
  token: string
  statsIntervalMs: number
}

/**
 * Lets a user join a call: finds or makes both, links them, and gives the token with which a session is created.
 * @throws DomainError invalid_api_key, app_not_recording, domain_not_allowed
 */
export async function initialize(context: ServiceContext, input: InitializeInput): Promise<Initialized> {
  const app = await requireApp(context.em(), input.apiKey)
  requireRecording(app, input.origin)
  const createdAt = input.receivedAt
  const claims = await inTransaction(context.em(), async em => {
    const conferenceId = await findOrCreateConference(em, {
      id: uuidv7({ msecs: createdAt.getTime() }),
      appId: app.id,
      externalId: storableText(input.externalConferenceId, NAME_LENGTH),
      name: storableName(input.conferenceName),
      createdAt,
    })
    const participantId = await findOrCreateParticipant(em, {
      id: uuidv7(),
      appId: app.id,
      externalId: storableText(input.externalUserId, NAME_LENGTH),
      name: storableName(input.userName),
      createdAt,
    })
    await linkParticipant(em, conferenceId, participantId)
    return { conferenceId, participantId }
  })
  return {
    ...claims,
    token: await context.tokens.issueInitToken(claims, input.receivedAt),
    statsIntervalMs: app.interval,
  }
}

/** An empty name is no name. */
export const storableName = (name: string | undefined): string | undefined =>
  name ? storableText(name, NAME_LENGTH) : undefined
