import type { CallOptions } from '@connectrpc/connect'

/**
 * A token that a header can carry.
 * @throws TypeError saying what is wrong, without the token
 */
export function checkedToken(token: string): string {
  if (token === '') throw new TypeError('The token is empty')
  if (/[\r\n]/.test(token)) throw new TypeError('The token has a line break: remove it, it is no part of the token')
  if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token has a blank, or a character that is not ASCII')
  return token
}

/** Options of a call that is made with another token than the client's, such as that of a session. */
export const withToken = (token: string): CallOptions => ({ headers: { authorization: bearer(token) } })

export const bearer = (token: string): string => `Bearer ${checkedToken(token)}`
