import type { Answer } from './compare.ts'
import type { ReadyRequest } from './replay.ts'
import { ReplayError } from './replay-error.ts'

/**
 * Sends requests to a server over HTTP.
 * @param api base of its routes, the `/v1` included
 */
export function httpSender(api: string): (request: ReadyRequest) => Promise<Answer> {
  const base = api.replace(/\/+$/, '')
  return async ({ method, path, headers, body }) => {
    const url = base + path.replace(/^\/v1/, '')
    try {
      const response = await fetch(url, { method, headers, ...(body === null ? {} : { body }) })
      return { status: response.status, text: await response.text() }
    } catch (error) {
      throw new ReplayError(`No answer from ${url}: ${causeOf(error)}`)
    }
  }
}

/** `fetch` itself says "fetch failed" only. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: Partial<NodeJS.ErrnoException> }
  return cause?.message || cause?.code || message
}
