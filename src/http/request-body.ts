import type { IncomingMessage } from 'node:http'
import { DomainError } from '../domain/errors.ts'

/**
 * Reads the body of a request.
 * @throws DomainError body_too_large; what follows the limit is thrown away
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => {
      request.off('data', take).resume()
      reject(new DomainError('body_too_large', `The request body is larger than ${limit} bytes`))
    }
    const chunks: Buffer[] = []
    let size = 0
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) return tooLarge()
      chunks.push(chunk)
    }
    if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge()
    let whole = false
    const closed = () => {
      if (!whole) reject(new DomainError('unknown_error', 'The request body ended early'))
    }
    request.on('data', take)
    request.once('end', () => {
      whole = true
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
    })
    request.once('error', closed)
    request.once('close', closed)
  })
}
