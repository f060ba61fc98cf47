import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'

/**
 * Whether nobody waits for the answer any more: the connection is closed, or the stream was reset. What is done for such a
 * request helps only those who want the server busy.
 */
export function isClientGone(response: ServerResponse): boolean {
  const { stream } = response as unknown as Partial<Http2ServerResponse>
  return stream ? stream.destroyed || stream.closed : response.destroyed
}
