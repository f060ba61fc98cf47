import type { ServerResponse } from 'node:http'

/**
 * Headers of every answer of either door: it is what its type says, and nobody keeps it, as most answers are of one caller
 * or hold a token. What may be kept says so itself.
 */
export function setDefaultHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('cache-control', 'no-store')
}
