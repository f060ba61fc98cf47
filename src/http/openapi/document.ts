import { z } from 'zod'
import { serverVersion } from '../../config/version.ts'
import type { ErrorCode } from '../../domain/values/errors.ts'
import { errorAnswer } from '../answers.ts'
import { errorForm } from '../error-responses.ts'
import type { Route } from '../route.ts'
import { routes } from '../routes.ts'
import { exampleOf } from './examples.ts'
import { routeErrors } from './route-errors.ts'

type Schema = Record<string, unknown>

const introduction = `What WebRTC clients report about calls, and what was stored of it.

Bodies are JSON, whatever content type they are sent with. SDKs and servers of customers identify themselves in the body, by
\`apiKey\` or \`token\`; all other routes take a sign-in, or an API token as \`Authorization: Bearer …\`. A list is \`{"data": […]}\`, oldest first; with \`limit\` or
\`offset\` it is \`{"results": […], "count": N}\`. GET routes answer HEAD, too. More fields may be added to answers: ignore what
you do not know.`

const securitySchemes = {
  apiToken: { type: 'http', scheme: 'bearer', description: 'An API token, or the token of a sign-in.' },
  signIn: {
    type: 'apiKey',
    in: 'cookie',
    name: 'peermetrics_session',
    description: 'The sign-in of a page of the console; over TLS its name is `__Host-peermetrics_session`.',
  },
}

const tags = {
  reporting: 'What SDKs and servers of customers report.',
  reading: 'What was stored.',
  administration: 'Organizations and apps.',
}

/** The OpenAPI 3.1 document of all routes below `/v1`. */
export function openApiDocument() {
  const schemas: Record<string, Schema> = {}
  const convert = converter(schemas)
  const error = convert(errorAnswer, 'output')
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = `/v1${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, convert, error) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'PeerMetrics HTTP API',
      version: serverVersion,
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas, securitySchemes },
  }
}

type Convert = (schema: z.ZodType, io: 'input' | 'output') => Schema

/** Makes JSON Schema of schemas; those that have a name are put among the components. */
function converter(schemas: Record<string, Schema>): Convert {
  return (schema, io) => {
    const { $schema: _, $defs = {}, ...converted } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
    Object.assign(schemas, shown($defs))
    return shown(converted) as Schema
  }
}

/** Readers ignore fields that they do not know, and whole numbers have no other bounds than JavaScript's; named schemas are among the components. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(
    ([name, member]) =>
      member !== undefined &&
      !(name === 'additionalProperties' && member === false) &&
      Math.abs(Number(member)) !== Number.MAX_SAFE_INTEGER,
  )
  return Object.fromEntries(
    entries.map(([name, member]) => [
      name,
      name === '$ref' ? String(member).replace('#/$defs/', '#/components/schemas/') : shown(member),
    ]),
  )
}

function operation(route: Route, convert: Convert, error: Schema) {
  const query = route.query && convert(route.query, 'input')
  const example = exampleOf(route)
  const parameters = [...pathParameters(route), ...queryParameters(query, example?.query)]
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...descriptionOf(route, query),
    tags: [tagOf(route)],
    security: route.access === 'public' ? [] : [{ apiToken: [] }, { signIn: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBody(route.body, convert, example?.body) } : {}),
    responses: {
      ...(route.answer instanceof z.ZodNever
        ? {}
        : { 200: { description: 'Done.', content: json(convert(route.answer, 'output'), example?.answer) } }),
      ...refusals(route, error),
    },
  }
}

/** `GET /conferences/:id/events` is `getConferencesByIdEvents`. */
const operationId = ({ method, path }: Route): string =>
  method.toLowerCase() +
  path
    .split(/[/-]/)
    .map(part => part.replace(/^:/, 'by-'))
    .flatMap(part => part.split('-'))
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')

function tagOf({ access, path }: Route): keyof typeof tags {
  if (access === 'public') return 'reporting'
  return /^\/(organizations|apps)/.test(path) ? 'administration' : 'reading'
}

function descriptionOf({ access, bodyIsOptional, arrayAs }: Route, query: Schema | undefined) {
  const sentences: string[] = []
  if (query?.['description']) sentences.push(String(query['description']))
  if (access !== 'public') {
    const role = access.role === 'user' ? 'any user' : `the role ${access.role}`
    const scope = access.scope === 'any' ? '' : `, or an API token of scope ${access.scope}`
    sentences.push(`Needs ${role}${scope}.`)
  }
  if (bodyIsOptional) sentences.push('A body is not needed.')
  if (arrayAs) sentences.push(`A body that is an array counts as \`${arrayAs}\`.`)
  return sentences.length > 0 ? { description: sentences.join(' ') } : {}
}

const pathParameters = ({ path }: Route) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: 'A UUID, in either case.',
    schema: { type: 'string', format: 'uuid' },
  }))

function queryParameters(query: Schema | undefined, example: Record<string, string> = {}) {
  const required = (query?.['required'] ?? []) as string[]
  return Object.entries((query?.['properties'] ?? {}) as Record<string, Schema>).map(
    ([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      required: required.includes(name),
      description,
      schema,
      ...(example[name] === undefined ? {} : { example: example[name] }),
    }),
  )
}

/** SDKs send `text/plain`, which browsers do not ask leave for. */
function requestBody(body: z.ZodType, convert: Convert, example: unknown) {
  const content = json(convert(body, 'input'), example)['application/json']
  return { required: true, content: { 'application/json': content, 'text/plain': { schema: content.schema } } }
}

const json = (schema: Schema, example?: unknown) => ({
  'application/json': { schema, ...(example === undefined ? {} : { example }) },
})

/** Refusals by status: which codes there are and what they say. */
function refusals(route: Route, error: Schema) {
  const byStatus = Map.groupBy(routeErrors(route), code => errorForm(code).status)
  byStatus.set(500, ['unknown_error'])
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map(code => `\`${code}\``).join(', '),
        ...(status === 429 || status === 503 ? { headers: retryAfter } : {}),
        content: json({ allOf: [error, { properties: { error_code: { enum: codes } } }] }, refusalExample(codes)),
      },
    ]),
  )
}

const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }

function refusalExample([code]: readonly ErrorCode[]) {
  if (code === undefined) return undefined
  return { error_code: code, message: errorForm(code).message ?? code.replaceAll('_', ' ') }
}
