import type { IncomingMessage } from 'node:http'
import { DomainError } from '../domain/values/errors.ts'
import type { IncomingBody } from '../net/incoming-body.ts'

/**
 * Reads the body of a request.
 * @throws DomainError body_too_large, and what the body is given up with; what follows is thrown away
 */
export function readBody(request: IncomingMessage, body: IncomingBody, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: DomainError) => {
      request.off('data', take).resume()
      reject(error)
    }
    const tooLarge = () => giveUp(new DomainError('body_too_large', `The request body is larger than ${limit} bytes`))
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
    body.whenRefused(giveUp)
    request.on('data', take)
    request.once('end', () => {
      whole = true
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
    })
    request.once('error', closed)
    request.once('close', closed)
  })
}
