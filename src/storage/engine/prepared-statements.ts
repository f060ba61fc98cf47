import { Client } from 'pg'

/** Name by text. */
const names = new Map<string, string>()

/**
 * Has PostgreSQL parse and plan a statement once a connection instead of each time. For texts that never change: a server
 * keeps them as long as the connection.
 */
export function prepared(text: string): string {
  names.set(text, `peermetrics ${names.size}`)
  return text
}

/** Plans are made anew after so long, ms: what was best for a small table is not when it has grown. */
const PLANS_LAST_MS = 10_000

/** A connection on which what was declared as {@link prepared} is. */
export class PreparingClient extends Client {
  #planned = Date.now()

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of the driver
  override query(statement: any, ...rest: any[]): any {
    const name = typeof statement === 'string' ? names.get(statement) : undefined
    if (name === undefined) return super.query(statement, ...rest)
    if (Date.now() - this.#planned > PLANS_LAST_MS) this.#discardPlans()
    const [values, ...callback] = rest
    return super.query({ name, text: statement, values }, ...callback)
  }

  /** Ignored: the statement behind it fails for the same reason, and reports it. */
  #discardPlans(): void {
    this.#planned = Date.now()
    super.query('discard plans').catch(() => {})
  }
}
