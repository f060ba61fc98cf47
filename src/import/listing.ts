/** Examples that are named of each kind. */
const MAX_EXAMPLES = 50

/** Notes about rows that were left out, changed or need attention, by kind. */
export class Listing {
  /** Whether something could not be imported that should have been. */
  hasFailures = false
  readonly #kinds = new Map<string, { count: number; examples: string[] }>()

  /** @param kind what it is, in words @param example the one that it is */
  add(kind: string, example: string): void {
    this.count(kind, 1)
    const examples = this.#kinds.get(kind)?.examples ?? []
    if (examples.length < MAX_EXAMPLES && !examples.includes(example)) examples.push(example)
  }

  /** Something that could not be imported. */
  fail(kind: string, example: string): void {
    this.hasFailures = true
    this.add(kind, example)
  }

  /** Some that need not be named. */
  count(kind: string, count: number): void {
    if (count === 0) return
    const known = this.#kinds.get(kind) ?? { count: 0, examples: [] }
    this.#kinds.set(kind, { ...known, count: known.count + count })
  }

  /** Lines for people, nothing for an empty one. */
  lines(): string[] {
    return [...this.#kinds].flatMap(([kind, { count, examples }]) => {
      const more = examples.length > 0 && count > examples.length ? [`    and ${count - examples.length} more`] : []
      return [`  ${count} × ${kind}`, ...examples.map(example => `    ${example}`), ...more]
    })
  }
}
