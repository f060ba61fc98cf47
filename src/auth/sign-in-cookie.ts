import { secretPrefixes } from './secret-token.ts'

/** Over TLS browsers take a cookie of this prefix from this very host only, and from no page without TLS (RFC 6265bis). */
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-peermetrics_session' : 'peermetrics_session')

/** The token of a sign-in that a page keeps; no other credential is taken from a cookie. */
export const signInCookie = (header: string | null | undefined, isSecure: boolean): string | undefined =>
  new RegExp(`(?:^|;) *${nameOf(isSecure)}=(${secretPrefixes.signIn}[\\w-]+) *(?:;|$)`).exec(header ?? '')?.[1]

/** Out of reach of scripts; not sent along with what other sites ask, but for links that a person follows. */
const attributes = (isSecure: boolean) => `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`

/** Value of the `Set-Cookie` header that keeps a token until it expires. */
export const setSignInCookie = (token: string, expiresAt: Date, isSecure: boolean): string =>
  `${nameOf(isSecure)}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes(isSecure)}`

/** Value of the `Set-Cookie` header that makes a page forget its token. */
export const clearSignInCookie = (isSecure: boolean): string =>
  `${nameOf(isSecure)}=; Max-Age=0; ${attributes(isSecure)}`
