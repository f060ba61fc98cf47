import { createHash, timingSafeEqual } from 'node:crypto'
import { DomainError } from '../domain/errors.ts'
import type { ServiceContext } from './context.ts'

/** Who asks for what SDKs may not see: for now the superuser of the configured API token, who may see all. */
export interface Caller {
  kind: 'superuser'
}

/**
 * Who a bearer token speaks for.
 * @throws DomainError missing_token, invalid_token
 */
export function authenticateCaller(context: ServiceContext, bearer: string | undefined): Caller {
  if (bearer === undefined) throw new DomainError('missing_token')
  const { adminApiToken } = context
  if (adminApiToken === null || !isEqual(bearer, adminApiToken)) throw new DomainError('invalid_token')
  return { kind: 'superuser' }
}

/** Takes the same time wherever the texts differ. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (text: string) => createHash('sha256').update(text).digest()
