import { v7 as uuidv7 } from 'uuid'
import { requireRecording } from '../../domain/call/reporting-app.ts'
import { storableText } from '../../domain/values/json.ts'
import { type ExternalRef, renameConference } from '../../storage/tables/conferences.ts'
import type { ServiceContext } from '../context.ts'
import { requireApp } from './app-access.ts'

/** Longest id or name that is kept of a conference or participant, in characters. */
export const NAME_LENGTH = 64

/** About the most that a join request holds. */
const JOIN_REQUEST_BYTES = 4 * NAME_LENGTH * 4

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
  const app = await requireApp(context, input.apiKey)
  requireRecording(app, input.origin)
  const named = (id: string, externalId: string, name: string | undefined): ExternalRef => ({
    id,
    appId: app.id,
    externalId: storableText(externalId, NAME_LENGTH),
    name: storableName(name),
    createdAt: input.receivedAt,
  })
  const id = uuidv7({ msecs: input.receivedAt.getTime() })
  const conference = named(id, input.externalConferenceId, input.conferenceName)
  const participant = named(uuidv7(), input.externalUserId, input.userName)
  const joined = await context.joins.requests.add(app.id, { conference, participant }, JOIN_REQUEST_BYTES)
  await renameConference(context.em(), conference, joined.conference)
  const claims = { conferenceId: joined.conference.id, participantId: joined.participantId }
  return {
    ...claims,
    token: await context.tokens.issueInitToken(claims, input.receivedAt),
    statsIntervalMs: app.interval,
  }
}

/** An empty name is no name. */
export const storableName = (name: string | undefined): string | undefined =>
  name ? storableText(name, NAME_LENGTH) : undefined
