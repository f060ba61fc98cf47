import type { openApiDocument } from '../src/http/openapi/document.ts'
import { fieldRows, type Schema, typeWords } from './json-schema-words.ts'
import { anchorOf, foldedJson, table } from './markdown.ts'

type Document = ReturnType<typeof openApiDocument>

interface Media {
  schema: Schema
  example?: unknown
}

interface Operation {
  summary: string
  description?: string
  tags: string[]
  parameters?: { name: string; in: string; required: boolean; description?: string; schema: Schema; example?: string }[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { description: string; content: Record<string, Media> }>
}

const fieldHeads = ['field', 'type', 'always', 'meaning']
const bodyHeads = ['field', 'type', 'required', 'meaning']

/** The reference of the HTTP routes as a page of Markdown. */
export function httpApiPages(document: Document): string {
  const { schemas } = document.components as { schemas: Record<string, Schema> }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      return { heading: `${method.toUpperCase()} ${path}`, operation: operation as Operation }
    }),
  )
  const sections = document.tags.flatMap(({ name, description }) => {
    const ofTag = operations.filter(({ operation }) => operation.tags[0] === name)
    return [
      `## ${name.slice(0, 1).toUpperCase()}${name.slice(1)}\n\n${description}`,
      table(
        ['route', ''],
        ofTag.map(({ heading, operation }) => [`[${heading}](#${anchorOf(heading)})`, operation.summary]),
      ),
      ...ofTag.map(({ heading, operation }) => operationText(heading, operation, schemas)),
    ]
  })
  const objects = Object.entries(schemas)
    .filter(([name]) => !name.endsWith('Body'))
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, schema]) =>
      [`### ${name}`, schema.description ?? '', table(fieldHeads, fieldRows(schema))].filter(Boolean).join('\n\n'),
    )
  return `${[
    '# HTTP API',
    '<!-- Made by `npm run generate` of the route table in src/http. -->',
    document.info.description,
    'The same as OpenAPI 3.1: `GET /openapi.json`, or `peermetrics-server openapi`. Examples were recorded; long lists and texts in them are cut. Any route may also refuse with `rate_limited` (429), `overloaded` (503), both with a `Retry-After` header, `request_timeout` (408) and `unknown_error` (400, and 500 for a fault of the server).',
    ...sections,
    '## Objects',
    ...objects,
  ].join('\n\n')}\n`
}

function operationText(heading: string, operation: Operation, schemas: Record<string, Schema>): string {
  const body = operation.requestBody?.content['application/json']
  const answer = operation.responses[200]?.content['application/json']
  const query = (operation.parameters ?? []).filter(parameter => parameter.in === 'query')
  return [
    `### ${heading}`,
    [operation.summary, operation.description].filter(Boolean).join(' '),
    query.length > 0 &&
      table(
        ['query', 'type', 'required', 'meaning'],
        query.map(({ name, schema, required, description = '' }) => {
          return [`\`${name}\``, typeWords(schema), required ? 'yes' : '', description]
        }),
      ),
    body && table(bodyHeads, fieldRows(resolved(body.schema, schemas))),
    answer && answerText(answer),
    refusalText(operation),
    answer?.example !== undefined && exampleText(heading, query, body, answer),
  ]
    .filter(Boolean)
    .join('\n\n')
}

const resolved = (schema: Schema, schemas: Record<string, Schema>): Schema =>
  schemas[schema.$ref?.replace('#/components/schemas/', '') ?? ''] ?? schema

/** Most often one object below `data`. */
function answerText({ schema }: Media): string {
  const forms = (schema.anyOf ?? [schema]).map(form => {
    const words = form.description ? ` ${form.description}` : ''
    if (!form.properties) return `${typeWords(form)}.${words}`
    const fields = Object.entries(form.properties).map(([name, field]) => `\`${name}\`: ${typeWords(field)}`)
    return `${fields.join('; ') || 'An empty object'}.${words}`
  })
  const rows = (schema.anyOf ?? [schema])
    .flatMap(form => fieldRows(form))
    .filter(([path, , , meaning]) => path?.includes('.') || meaning)
  const text = `**Answer**: ${forms.join(' Or ')}`
  return rows.length > 0 ? `${text}\n\n${table(fieldHeads, unique(rows))}` : text
}

const unique = (rows: string[][]): string[][] => [...new Map(rows.map(row => [row[0], row])).values()]

/** What every route may refuse with stands at the top. */
const everywhere = ['rate_limited', 'overloaded', 'request_timeout', 'unknown_error']

function refusalText({ responses }: Operation): string {
  const codes = Object.entries(responses)
    .filter(([status]) => status !== '200')
    .flatMap(([status, { description }]) =>
      description
        .split(', ')
        .filter(code => !everywhere.includes(code.replaceAll('`', '')))
        .map(code => `${code} (${status})`),
    )
  return codes.length > 0 ? `**Refusals**: ${codes.join(', ')}` : ''
}

function exampleText(
  heading: string,
  query: NonNullable<Operation['parameters']>,
  body: Media | undefined,
  answer: Media,
): string {
  const given = query.filter(({ example }) => example !== undefined)
  const search = new URLSearchParams(Object.fromEntries(given.map(({ name, example = '' }) => [name, example])))
  const request = given.length > 0 ? `${heading}?${search}` : heading
  const parts = [request, ...(body?.example === undefined ? [] : ['', foldedJson(body.example)])]
  return `\`\`\`http\n${parts.join('\n')}\n\`\`\`\n\n\`\`\`json\n${foldedJson(answer.example)}\n\`\`\``
}
