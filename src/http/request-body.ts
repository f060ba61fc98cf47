import type { IncomingMessage } from 'node:http'
import { DomainError } from '../domain/errors.ts'

/**
 * Reads the body of a request.
 * @throws DomainError body_too_large; what follows the limit is thrown away
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let size = 0
  if (announced <= limit) {
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > limit) break
        chunks.push(chunk)
      }
    } catch {
      throw new DomainError('unknown_error', 'The request body ended early')
    }
  }
  if (announced <= limit && size <= limit) return Buffer.concat(chunks)
  request.resume()
  throw new DomainError('body_too_large', `The request body is larger than ${limit} bytes`)
}
