import { z } from 'zod'
import { invalid, missing } from '../domain/values/errors.ts'
import { parseInstant } from '../domain/values/instant.ts'
import type { PartRequest } from '../services/query/lists.ts'
import type { InstantBounds } from '../storage/queries/conditions.ts'

/* What comes behind the `?` of a path. A parameter without a value counts as not given; of one given twice the first counts. */

/** Far more rows than any list has; keeps sums of such numbers exact. */
const MAX_ROWS_SKIPPED = 1e12

const text = (description: string) =>
  z
    .string()
    .transform(value => value || undefined)
    .optional()
    .meta({ type: 'string', description })

const id = (what: string) => text(`Id of ${what}.`).meta({ format: 'uuid' })

/** Reads a parameter that has a value. @param read undefined: it is not `words` */
const read = <Value>(words: string, read: (text: string) => Value | undefined) =>
  z
    .string()
    .transform((given, context) => {
      if (given === '') return undefined
      const value = read(given)
      if (value === undefined) context.addIssue({ code: 'custom', message: `must be ${words}` })
      return value
    })
    .optional()

const number = (description: string) =>
  read('a number', given => {
    const trimmed = given.trim()
    const value = Number(trimmed)
    return trimmed === '' || !Number.isFinite(value) ? undefined : value
  }).meta({ type: 'number', description })

const rows = (description: string) =>
  read('a whole number', given =>
    /^[+-]?\d+$/.test(given.trim())
      ? Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number(given), MAX_ROWS_SKIPPED))
      : undefined,
  ).meta({ type: 'integer', description })

const instant = (relation: string) =>
  read('a date and time in ISO 8601', parseInstant).meta({
    type: 'string',
    description: `Only what was created ${relation} this time: ISO 8601 with \`Z\`, an offset, or none, which means UTC.`,
    examples: ['2026-05-05T20:53:31Z'],
  })

const part = {
  limit: rows(
    'Most rows of the answer, 50 when absent, at most 200. With it, or with `offset`, the answer has `results` and `count` instead of `data`.',
  ),
  offset: rows('Rows that are skipped, 0 when absent.'),
}

const span = { created_at_gte: instant('at or after'), created_at_lte: instant('at or before') }
const created = { created_at_gt: instant('after'), created_at_lt: instant('before'), ...span }

type Names<Shape> = readonly [keyof Shape & string, ...(keyof Shape & string)[]]

/** A query that lists nothing unless one of some filters is given. */
const oneOf = <Shape extends z.ZodRawShape>(shape: Shape, names: Names<Shape>) =>
  z
    .object(shape)
    .superRefine((query, context) => {
      if (names.some(name => (query as Record<string, unknown>)[name] !== undefined)) return
      context.addIssue({ code: 'custom', message: `one of ${names.join(', ')}`, params: { missing: true } })
    })
    .meta({ description: `At least one of ${names.map(name => `\`${name}\``).join(', ')} is required.` })

const participantId = id('a participant')
const subject = {
  conferenceId: id('a conference'),
  participantId,
  appId: id('an app'),
}

const conferenceFilters = {
  appId: id('an app'),
  participantId,
  issue_code: text('Only conferences with an issue of this code.'),
  conference_ids: z
    .string()
    .transform(list => {
      const ids = list.split(',').filter(Boolean)
      return ids.length > 0 ? ids : undefined
    })
    .optional()
    .meta({ type: 'string', description: 'Ids of conferences, separated by commas.' }),
  duration_gte: number('Shortest duration, in seconds.'),
  duration_lt: number('Duration that is too long, in seconds.'),
  ...created,
}

export const conferencesQuery = oneOf(
  { ...conferenceFilters, ...part },
  Object.keys(conferenceFilters) as unknown as Names<typeof conferenceFilters>,
)

export const participantsQuery = oneOf(
  { appId: subject.appId, conferenceId: subject.conferenceId, ...created, ...part },
  ['appId', 'conferenceId'],
)

const subjects = ['conferenceId', 'participantId', 'appId'] as const

export const sessionsQuery = oneOf({ ...subject, ...part }, subjects)

/** Connections and issues, which are always listed whole. */
export const subjectQuery = oneOf({ ...subject, ...created }, subjects)

const type = text('Name of an event: only these; with `-` before it: all but these.').meta({ examples: ['-stats'] })

export const conferenceEventsQuery = z.object({ type, ...part })

export const eventsQuery = z.object({
  conferenceId: subject.conferenceId,
  participantId,
  type,
  ...created,
  ...part,
})

export const rollUpQuery = z.object({
  appId: z.string().min(1).meta({ type: 'string', format: 'uuid', description: 'Id of the app.' }),
  ...span,
})

export const searchQuery = z.object({
  query: z.string().default('').meta({ description: 'Words or an id: 1 to 64 characters.' }),
})

/**
 * Reads a query.
 * @throws DomainError missing_parameters, invalid_parameters naming the parameter
 */
export function readQuery<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.infer<Schema> {
  const given: Record<string, string> = {}
  for (const [name, value] of query) given[name] ??= value
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const name = String(issue?.path[0] ?? '')
  if (issue?.code === 'custom' && issue.params?.['missing']) throw missing(issue.message)
  if (!given[name]) throw missing(name)
  throw invalid(`${name} ${issue?.message}`, { field: name })
}

export const createdBounds = (query: {
  created_at_gt?: string | undefined
  created_at_gte?: string | undefined
  created_at_lt?: string | undefined
  created_at_lte?: string | undefined
}): InstantBounds => ({
  after: query.created_at_gt,
  from: query.created_at_gte,
  before: query.created_at_lt,
  until: query.created_at_lte,
})

/** The part of a list that is wanted; undefined: all of it. A parameter without a value asks for a part, too. */
export function partRequest(query: {
  limit?: number | undefined
  offset?: number | undefined
}): PartRequest | undefined {
  if (!('limit' in query || 'offset' in query)) return undefined
  return { limit: query.limit, offset: query.offset }
}
