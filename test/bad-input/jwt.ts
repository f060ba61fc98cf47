import { createHmac, generateKeyPairSync, sign } from 'node:crypto'

type Claims = Record<string, unknown>

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT of any header and claims, signed with a secret; the header need not say how. */
export function hmacToken(claims: Claims, secret: string, header: object = { alg: 'HS256', typ: 'JWT' }): string {
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** A JWT that says that it needs no signature. */
export const unsignedToken = (claims: Claims, alg = 'none'): string => `${part({ alg, typ: 'JWT' })}.${part(claims)}.`

/** A JWT that is signed rightly, with an RSA key that nobody knows. */
export function rsaToken(claims: Claims): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}

/** The same token with other claims under the old signature. */
export function tamperedToken(token: string, claims: Claims): string {
  const [header, , signature] = token.split('.')
  return `${header}.${part(claims)}.${signature}`
}

export const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
