/** Instants as PostgreSQL reads them (RFC 3339); undefined: no bound. */
export interface InstantBounds {
  after?: string | undefined
  from?: string | undefined
  before?: string | undefined
  until?: string | undefined
}

/** The conditions of a statement, with their bound parameters. Those on undefined values are left out. */
export class Conditions {
  readonly parameters: unknown[]
  readonly #all: string[] = []

  constructor(parameters: unknown[] = []) {
    this.parameters = parameters
  }

  get isEmpty(): boolean {
    return this.#all.length === 0
  }

  /** Conditions of a subquery, whose parameters are bound with these. */
  nested(): Conditions {
    return new Conditions(this.parameters)
  }

  /** Binds a value. @returns its placeholder */
  bind(value: unknown): string {
    return `$${this.parameters.push(value)}`
  }

  /** @param condition makes the condition of the placeholder of the value */
  add<Value>(value: Value | undefined, condition: (placeholder: string) => string): this {
    if (value !== undefined) this.#all.push(condition(this.bind(value)))
    return this
  }

  /** A condition as it is. */
  raw(condition: string): this {
    this.#all.push(condition)
    return this
  }

  /** Column by column: equal to the value. */
  equal(values: Record<string, string | undefined>): this {
    for (const [column, value] of Object.entries(values)) this.add(value, placeholder => `${column} = ${placeholder}`)
    return this
  }

  within(column: string, { after, from, before, until }: InstantBounds): this {
    return this.add(after, placeholder => `${column} > ${placeholder}::timestamptz`)
      .add(from, placeholder => `${column} >= ${placeholder}::timestamptz`)
      .add(before, placeholder => `${column} < ${placeholder}::timestamptz`)
      .add(until, placeholder => `${column} <= ${placeholder}::timestamptz`)
  }

  /** The conditions as one. */
  toString(): string {
    return this.#all.length === 0 ? 'true' : this.#all.join(' and ')
  }
}

/** Pattern of `like` for texts that contain some words. */
export const containing = (words: string): string => `%${words.replaceAll(/[\\%_]/g, '\\$&')}%`
