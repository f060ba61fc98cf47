import { z } from 'zod'
import { invalid, missing } from '../domain/values/errors.ts'
import type { JsonObject, JsonValue } from '../domain/values/json.ts'

/*
 * Bodies of the HTTP routes: camelCase, as SDKs send them. A field that is absent, null or an empty string counts as
 * missing where it is required; wrong types are refused everywhere.
 */

const json = (description: string) =>
  z
    .custom<JsonValue>(() => true)
    .optional()
    .meta({ description })

const text = z.string()
const optionalText = (description: string) =>
  z
    .string()
    .nullish()
    .transform(value => value ?? undefined)
    .meta({ description })

/** An id that the application chose: SDKs allow a number, which is taken as its decimal text. */
const applicationId = z.union([text, z.number().transform(String)], 'must be a string')
const optionalApplicationId = applicationId.nullish().transform(value => value ?? undefined)

const OF_CALL = 'The id that the application gave the call; cut at 64 characters.'
const OF_USER = 'The id that the application gave the user; cut at 64 characters.'

/** ms; a boolean counts as 0 or 1, as it always has. */
const delta = z
  .union([z.number(), z.boolean()], 'must be a number of milliseconds, 0 or more')
  .transform(Number)
  .default(0)
  .meta({ type: 'number', minimum: 0, default: 0, anyOf: undefined, description: 'How long ago it happened, in ms.' })

/** Checked where tokens are: a wrong type is an invalid token there, not an invalid parameter. */
const token = (description: string) => z.unknown().optional().meta({ type: 'string', description })

const initToken = token('Of the answer to `POST /initialize`.')
const sessionToken = token('Of the answer to `POST /sessions`.')
const apiKey = token('Key of the app: 32 characters `[a-z0-9]`.')

/** Fields that a body needs in the end: schemas leave it to the operations to refuse a body without them. */
const named = (id: string, ...required: string[]) => ({ id, required })

export const initializeBody = z
  .object({
    apiKey,
    conferenceId: applicationId.meta({ description: OF_CALL }),
    userId: applicationId.meta({ description: OF_USER }),
    conferenceName: optionalText('Cut at 64 characters; replaces the name that was given before.'),
    userName: optionalText('Cut at 64 characters; replaces the name that was given before.'),
  })
  .meta(named('InitializeBody', 'apiKey', 'conferenceId', 'userId'))

const platform = json('Browser and operating system.')
const devices = json('Devices of the page.')
const constraints = json('Of getUserMedia.')
const webrtcSdk = optionalText('Library that the page calls with; cut at 16 characters.')

export const createSessionBody = z
  .object({
    token: initToken,
    platform,
    devices,
    constraints,
    meta: json(
      'What the application says of the session: at most 5 keys of at most 64 characters, whose values are texts of less than 128 characters, numbers or booleans.',
    ),
    appVersion: optionalText('Of the application; cut at 16 characters.'),
    webrtcSdk,
    delta,
  })
  .meta(named('CreateSessionBody', 'token'))

export const updateSessionBody = z
  .object({ token: sessionToken, platform, devices, constraints, webrtcSdk })
  .meta(named('UpdateSessionBody', 'token'))

const connectionId = optionalText('Of the answer to `addConnection`.')
const data = json('What is known of it; depends on the event.')

/** An event of a page or, with `peerId` or `connectionId`, of a connection. */
export const eventBody = z
  .object({
    token: sessionToken,
    eventName: text.meta({ description: 'Cut at 32 characters; of a connection, its name decides what it does.' }),
    data,
    delta,
    peerId: optionalApplicationId.meta({
      description:
        'The other side: Participant.id, or the id that the application gave the user. `addConnection` needs it, other events of a connection need it or `connectionId`.',
    }),
    connectionId,
    peerName: optionalText('Of `addConnection`.'),
    isSfu: z
      .boolean()
      .nullish()
      .transform(value => value ?? undefined)
      .meta({ description: 'Of `addConnection`: whether the other side is a media server.' }),
    connectionState: optionalText('Of `addConnection`: RTCPeerConnectionState.'),
  })
  .meta(named('EventBody', 'token', 'eventName'))

export const batchBody = z
  .object({
    token: sessionToken,
    data: z.array(json('As the body of `POST /connection`, with its own `delta`.')).meta({ maxItems: 1000 }),
    delta,
  })
  .meta(named('EventBatchBody', 'token', 'data'))

/** `timeDelta` means the same as `delta`. */
export const batchEntry = eventBody.omit({ token: true }).extend({ timeDelta: delta })

export const statsBody = z
  .object({
    token: sessionToken,
    connectionId,
    data: z
      .custom<JsonValue>(value => value !== undefined && value !== null)
      .meta({
        description:
          'The report: `audio` and `video`, each with `inbound` and `outbound` RTP streams; `connection`, the selected candidate pair with its candidates; `remote`.',
      }),
    delta,
    timeTaken: json('How long getStats took, in ms.'),
  })
  .meta(named('StatsBody', 'token', 'connectionId', 'data'))

export const trackEventBody = z
  .object({
    token: sessionToken,
    event: optionalText('`ontrack` of POST; `mute`, `unmute`, `ended`, `overconstrained` of PUT.'),
    trackId: optionalText('MediaStreamTrack.id; cut at 40 characters.'),
    connectionId,
    peerId: optionalApplicationId.meta({ description: 'The other side.' }),
    data,
    delta,
  })
  .meta(named('TrackEventBody', 'token', 'event', 'trackId'))

export const pageUrlBody = z
  .object({
    apiKey,
    conferenceId: optionalApplicationId.meta({ description: `${OF_CALL} It or \`userId\` is required.` }),
    userId: optionalApplicationId.meta({ description: OF_USER }),
  })
  .meta(named('PageUrlBody', 'apiKey'))

export const stopConferenceBody = z
  .object({ apiKey, conferenceId: applicationId.meta({ description: OF_CALL }) })
  .meta(named('StopConferenceBody', 'apiKey', 'conferenceId'))

export const createOrganizationBody = z
  .object({ name: text.meta({ description: 'Cut at 64 characters.' }) })
  .meta({ id: 'CreateOrganizationBody' })

/** A number is taken as its decimal text; an empty name leaves the old one. */
export const updateOrganizationBody = z
  .object({
    name: z
      .union([text, z.number().transform(String)])
      .nullish()
      .transform(value => value || undefined)
      .meta({ description: 'Cut at 64 characters; empty: as it was.' }),
  })
  .meta({ id: 'UpdateOrganizationBody' })

/** An organization of any form that is none is one that does not exist. */
export const createAppBody = z
  .object({
    name: text.meta({ description: 'Cut at 64 characters.' }),
    organization: z
      .unknown()
      .optional()
      .transform(value => (typeof value === 'string' ? value : undefined))
      .meta({ type: 'string', format: 'uuid', description: 'Id of its organization.' }),
  })
  .meta(named('CreateAppBody', 'organization', 'name'))

/** A number may come as a text of digits; null clears the domain. */
export const updateAppBody = z
  .object({
    name: optionalText('Cut at 64 characters.'),
    domain: z
      .string()
      .nullable()
      .transform(value => value ?? '')
      .optional()
      .meta({ description: 'Host name that pages must be served from; null or empty: any.' }),
    interval: z
      .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
      .optional()
      .meta({ description: 'Period of stats reports, in ms.' }),
    recording: z.boolean().optional().meta({ description: 'False: nothing is accepted from its SDKs.' }),
  })
  .meta({ id: 'UpdateAppBody' })

const isMissing = (value: unknown) => value === undefined || value === null || value === ''

/**
 * Reads a body. Of several things wrong, a missing field is told before a wrong one.
 * @throws DomainError missing_parameters, invalid_parameters naming the field
 */
export function readFields<Schema extends z.ZodType>(schema: Schema, body: JsonValue): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.map(issue => ({
    field: issue.path.join('.') || 'body',
    message: issue.message,
    missing:
      issue.path.length > 0 && isMissing((body as JsonObject)[String(issue.path[0])]) && issue.path[0] !== 'delta',
  }))
  const absent = issues.find(issue => issue.missing)
  if (absent) throw missing(absent.field)
  const [first] = issues
  throw invalid(issues.map(({ field, message }) => `${field}: ${message}`).join('; '), first && { field: first.field })
}

/**
 * The SDK leaves `peerId` out where it has two connections to one peer: the connection knows its peer.
 * @throws DomainError missing_parameters
 */
export function requirePeerOrConnection({ peerId, connectionId }: { peerId?: unknown; connectionId?: unknown }): void {
  if (isMissing(peerId) && isMissing(connectionId)) throw missing('peerId')
}

/** @throws DomainError missing_parameters when the text is empty */
export function requireText(fields: Record<string, unknown>, ...names: string[]): void {
  for (const name of names) if (isMissing(fields[name])) throw missing(name)
}
