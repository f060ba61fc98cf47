/** A value of each JSON type, of no use anywhere. */
export const samples = { string: 'text', number: 7, boolean: true, null: null, array: ['a'], object: { a: 1 } }

export type JsonType = keyof typeof samples

/** What a field answers to a value of each JSON type; types that are not named are accepted. */
export type Refusals<Code> = Partial<Record<JsonType, Code>>

/** A field with one of its wrong values, and what the answer must be. */
export interface WrongField<Code> {
  field: string
  type: JsonType
  code: Code
}

/** One case for each type that a field refuses. */
export const wrongFields = <Code>(fields: Record<string, Refusals<Code>>): WrongField<Code>[] =>
  Object.entries(fields).flatMap(([field, refusals]) =>
    Object.entries(refusals).map(([type, code]) => ({ field, type: type as JsonType, code: code as Code })),
  )
