import { anchorOf } from './markdown.ts'

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  description?: string
}

const formats: Record<string, string> = { uuid: 'UUID', 'date-time': 'time', date: 'date', uri: 'URL' }

/** Type of a value in words, with links to the objects that have a heading. */
export function typeWords(schema: Schema): string {
  const { $ref, anyOf, enum: values, items, type } = schema
  if ($ref) {
    const name = $ref.slice($ref.lastIndexOf('/') + 1)
    return `[${name}](#${anchorOf(name)})`
  }
  if ('const' in schema) return `\`${JSON.stringify(schema.const)}\``
  if (values) return values.map(value => `\`${JSON.stringify(value)}\``).join(', ')
  if (anyOf) return anyOf.map(typeWords).join(' or ')
  if (items) return `list of ${typeWords(items)}`
  if (type === undefined) return 'any JSON'
  return [type]
    .flat()
    .map(name => (name === 'string' && formats[schema.format ?? '']) || name)
    .join(' or ')
}

/** Fields of an object, with those of the unnamed objects in it: path, type, whether it may be absent, description. */
export function fieldRows(schema: Schema, prefix = ''): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const isOptional = !schema.required?.includes(name)
    const path = prefix + name
    const row = [`\`${path}\``, typeWords(field), isOptional ? '' : 'yes', field.description ?? '']
    return [row, ...innerRows(field, path)]
  })
}

function innerRows({ items, anyOf, ...schema }: Schema, path: string): string[][] {
  if (schema.properties) return fieldRows(schema, `${path}.`)
  const entries = items?.anyOf ?? (items ? [items] : [])
  return entries.filter(entry => entry.properties).flatMap(entry => fieldRows(entry, `${path}[].`))
}
