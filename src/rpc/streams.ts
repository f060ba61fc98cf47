import type { StreamResponse, UnaryResponse } from '@connectrpc/connect'

type Messages = StreamResponse['message']

/**
 * The response with its messages, if it is a stream, led through `lead`: what fails in a stream fails while it is read, after
 * the interceptors have returned.
 */
export const throughStream = (
  response: UnaryResponse | StreamResponse,
  lead: (messages: Messages) => Messages,
): UnaryResponse | StreamResponse => (response.stream ? { ...response, message: lead(response.message) } : response)
