import { v7 as uuidv7 } from 'uuid'
import type { Client } from '../../domain/client.ts'
import { DomainError } from '../../domain/errors.ts'
import { eventTime } from '../../domain/event-time.ts'
import { type JsonValue, storableJson, storableText } from '../../domain/json.ts'
import { parseMeta } from '../../domain/session-meta.ts'
import { linkParticipant } from '../../storage/conferences.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Participant } from '../../storage/entities/participant.ts'
import { Session } from '../../storage/entities/session.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { ServiceContext } from '../context.ts'
import { lockConference } from '../lifecycle/locked-call.ts'
import { raiseSessionIssue } from '../lifecycle/raise-issue.ts'
import { requireActiveApp, requireCurrentKey } from './app-access.ts'

/** Longest version or SDK name that is kept, in characters. */
export const VERSION_LENGTH = 16

export interface CreateSessionInput {
  /** The token of `initialize`. */
  token?: unknown
  platform?: JsonValue | undefined
  devices?: JsonValue | undefined
  constraints?: JsonValue | undefined
  meta?: JsonValue | undefined
  appVersion?: string | undefined
  webrtcSdk?: string | undefined
  ageMs: number
  receivedAt: Date
  client: Client
}

export interface CreatedSession {
  conferenceId: string
  participantId: string
  sessionId: string
  token: string
}

/**
 * Begins one presence of a participant in a conference.
 * @throws DomainError missing_token, invalid_token, expired_token, invalid_meta, invalid_parameters, app_not_recording
 */
export async function createSession(context: ServiceContext, input: CreateSessionInput): Promise<CreatedSession> {
  const { issuedAt, ...claims } = await context.tokens.verifyInitToken(input.token, input.receivedAt)
  const createdAt = eventTime(input.receivedAt, input.ageMs)
  const metadata = parseMeta(input.meta)
  const geoIp = context.locator.locate(input.client)
  const sessionId = uuidv7()
  await inTransaction(context.em(), async em => {
    const conference = await em.findOne(Conference, { id: claims.conferenceId })
    const participant = await em.findOne(Participant, { id: claims.participantId })
    if (!conference || !participant || conference.app !== participant.app) {
      throw new DomainError('invalid_token', 'The conference or participant of the token does not exist')
    }
    requireCurrentKey(await requireActiveApp(em, conference.app), issuedAt)
    // Two sessions created at once: the lock makes one of them the second.
    await lockConference(em, conference.id)
    const rejoins = (await em.count(Session, { conference: conference.id, participant: participant.id })) > 0
    await linkParticipant(em, conference.id, participant.id)
    em.create(Session, {
      id: sessionId,
      app: conference.app,
      conference: conference.id,
      participant: participant.id,
      platform: jsonOrNull(input.platform),
      devices: jsonOrNull(input.devices),
      constraints: jsonOrNull(input.constraints),
      metadata: jsonOrNull(metadata ?? undefined),
      geoIp,
      clientAddress: input.client.keptAddress,
      appVersion: versionOrNull(input.appVersion),
      webrtcSdk: versionOrNull(input.webrtcSdk),
      info: {},
      callStart: null,
      endTime: null,
      duration: 0,
      receipts: [],
      activeSeconds: {},
      mediaRequests: 0,
      mediaFailures: 0,
      createdAt,
    })
    if (!rejoins) return
    await em.flush()
    const ids = { appId: conference.app, conferenceId: conference.id, sessionId, participantId: participant.id }
    await raiseSessionIssue(em, ids, 'multiple_rejoins', createdAt)
  })
  if (geoIp.countryCode === null) context.locator.locateLater(sessionId, input.client)
  return { ...claims, sessionId, token: await context.tokens.issueSessionToken({ sessionId }, input.receivedAt) }
}

const jsonOrNull = (value: JsonValue | undefined): JsonValue => (value === undefined ? null : storableJson(value))

/** An empty version is none. */
const versionOrNull = (version: string | undefined): string | null =>
  version ? storableText(version, VERSION_LENGTH) : null
