const NAME = 'peermetrics_session'

/** The token of a sign-in that a page keeps. */
export const signInCookie = (header: string | null | undefined): string | undefined =>
  new RegExp(`(?:^|;) *${NAME}=([\\w-]+) *(?:;|$)`).exec(header ?? '')?.[1]

/** Out of reach of scripts; not sent along with what other sites ask, but for links that a person follows. */
const attributes = (isSecure: boolean) => `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`

/** Value of the `Set-Cookie` header that keeps a token until it expires. */
export const setSignInCookie = (token: string, expiresAt: Date, isSecure: boolean): string =>
  `${NAME}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes(isSecure)}`

/** Value of the `Set-Cookie` header that makes a page forget its token. */
export const clearSignInCookie = (isSecure: boolean): string => `${NAME}=; Max-Age=0; ${attributes(isSecure)}`
