import type { DomainError } from '../domain/values/errors.ts'

/** The token of an `Authorization: Bearer …` header. */
export const bearerToken = (header: string | null | undefined): string | undefined =>
  header ? /^Bearer +(\S+) *$/i.exec(header)?.[1] : undefined

/** The `WWW-Authenticate` header (RFC 6750, 3) of a refusal that another token can cure; undefined for all others. */
export function bearerChallenge({ code }: Pick<DomainError, 'code'>): string | undefined {
  switch (code) {
    case 'missing_token':
      return 'Bearer'
    case 'invalid_token':
    case 'expired_token':
      return 'Bearer error="invalid_token"'
    default:
      return undefined
  }
}
