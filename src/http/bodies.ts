import { z } from 'zod'
import { invalid, missing } from '../domain/values/errors.ts'
import type { JsonObject, JsonValue } from '../domain/values/json.ts'

/*
 * Bodies of the HTTP routes: camelCase, as SDKs send them. A field that is absent, null or an empty string counts as
 * missing where it is required; wrong types are refused everywhere.
 */

const json = z.custom<JsonValue>(() => true).optional()

const text = z.string()
const optionalText = z
  .string()
  .nullish()
  .transform(value => value ?? undefined)

/** An id that the application chose: SDKs allow a number, which is taken as its decimal text. */
const applicationId = z.union([text, z.number().transform(String)], 'must be a string')
const optionalApplicationId = applicationId.nullish().transform(value => value ?? undefined)

/** ms; a boolean counts as 0 or 1, as it always has. */
const delta = z
  .union([z.number(), z.boolean()], 'must be a number of milliseconds, 0 or more')
  .transform(Number)
  .default(0)

/** Checked where tokens are: a wrong type is an invalid token there, not an invalid parameter. */
const token = z.unknown().optional()

export const initializeBody = z.object({
  apiKey: z.unknown().optional(),
  conferenceId: applicationId,
  userId: applicationId,
  conferenceName: optionalText,
  userName: optionalText,
})

export const createSessionBody = z.object({
  token,
  platform: json,
  devices: json,
  constraints: json,
  meta: json,
  appVersion: optionalText,
  webrtcSdk: optionalText,
  delta,
})

export const updateSessionBody = z.object({
  token,
  platform: json,
  devices: json,
  constraints: json,
  webrtcSdk: optionalText,
})

/** An event of a page or, with `peerId` or `connectionId`, of a connection. */
export const eventBody = z.object({
  token,
  eventName: text,
  data: json,
  delta,
  peerId: optionalApplicationId,
  connectionId: optionalText,
  peerName: optionalText,
  isSfu: z
    .boolean()
    .nullish()
    .transform(value => value ?? undefined),
  connectionState: optionalText,
})

export const batchBody = z.object({ token, data: z.array(json), delta })

/** `timeDelta` means the same as `delta`. */
export const batchEntry = eventBody.omit({ token: true }).extend({ timeDelta: delta })

export const statsBody = z.object({
  token,
  connectionId: optionalText,
  data: z.custom<JsonValue>(value => value !== undefined && value !== null),
  delta,
  timeTaken: json,
})

export const trackEventBody = z.object({
  token,
  event: optionalText,
  trackId: optionalText,
  connectionId: optionalText,
  peerId: optionalApplicationId,
  data: json,
  delta,
})

export const pageUrlBody = z.object({
  apiKey: z.unknown().optional(),
  conferenceId: optionalApplicationId,
  userId: optionalApplicationId,
})

export const stopConferenceBody = z.object({ apiKey: z.unknown().optional(), conferenceId: applicationId })

export const createOrganizationBody = z.object({ name: text })

/** A number is taken as its decimal text; an empty name leaves the old one. */
export const updateOrganizationBody = z.object({
  name: z
    .union([text, z.number().transform(String)])
    .nullish()
    .transform(value => value || undefined),
})

/** An organization of any form that is none is one that does not exist. */
export const createAppBody = z.object({
  name: text,
  organization: z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' ? value : undefined)),
})

/** A number may come as a text of digits; null clears the domain. */
export const updateAppBody = z.object({
  name: optionalText,
  domain: z
    .string()
    .nullable()
    .transform(value => value ?? '')
    .optional(),
  interval: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).optional(),
  recording: z.boolean().optional(),
})

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
