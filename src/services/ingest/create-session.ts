import { v7 as uuidv7 } from 'uuid'
import type { Client } from '../../domain/call/client.ts'
import { eventTime } from '../../domain/call/event-time.ts'
import { parseMeta } from '../../domain/call/session-meta.ts'
import { type JsonValue, storableJson, storableText } from '../../domain/values/json.ts'
import { channels } from '../../telemetry/channels.ts'
import type { ServiceContext } from '../context.ts'

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
 * @throws DomainError missing_token, invalid_token, expired_token, invalid_meta, invalid_parameters, app_not_recording,
 *   invalid_api_key
 */
export async function createSession(context: ServiceContext, input: CreateSessionInput): Promise<CreatedSession> {
  const { issuedAt, ...claims } = await context.tokens.verifyInitToken(input.token, input.receivedAt)
  const createdAt = eventTime(input.receivedAt, input.ageMs)
  const metadata = parseMeta(input.meta)
  const geoIp = context.locator.locate(input.client)
  const sessionId = uuidv7()
  const session = {
    sessionId,
    ...claims,
    issuedAt,
    platform: jsonOrNull(input.platform),
    devices: jsonOrNull(input.devices),
    constraints: jsonOrNull(input.constraints),
    metadata: jsonOrNull(metadata ?? undefined),
    geoIp,
    clientAddress: input.client.keptAddress,
    appVersion: versionOrNull(input.appVersion),
    webrtcSdk: versionOrNull(input.webrtcSdk),
    createdAt,
  }
  const { epoch } = context.caches
  // Conferences share the turns: whose app it is, is not known yet.
  const { appId } = await context.joins.sessions.add(claims.conferenceId, session, JSON.stringify(session).length)
  if (channels.sessions.hasSubscribers) channels.sessions.publish({ count: 1 })
  context.caches.rememberSession({ sessionId, ...claims, appId }, epoch)
  if (geoIp.countryCode === null) context.locator.locateLater(sessionId, input.client)
  return { ...claims, sessionId, token: await context.tokens.issueSessionToken({ sessionId }, input.receivedAt) }
}

const jsonOrNull = (value: JsonValue | undefined): JsonValue => (value === undefined ? null : storableJson(value))

/** An empty version is none. */
const versionOrNull = (version: string | undefined): string | null =>
  version ? storableText(version, VERSION_LENGTH) : null
