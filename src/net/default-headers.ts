import type { ServerResponse } from 'node:http'

/**
 * Headers of every answer of either door: it is what its type says, and nobody keeps it, as most answers are of one caller
 * or hold a token. What may be kept says so itself.
 */
export const defaultHeaders = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const

export function setDefaultHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(defaultHeaders)) response.setHeader(name, value)
}
