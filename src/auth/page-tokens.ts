import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { SecretList } from '../config/secrets.ts'
import { DomainError } from '../domain/values/errors.ts'

/** Bytes of the seal: 128 bits. */
const SEAL_LENGTH = 16

/** Longest token that is looked at, in characters: ours have 150. */
const MAX_TOKEN_LENGTH = 1024

/**
 * Makes and reads page tokens. A token says where a page begins, sealed together with the list that it is of: one that was
 * changed, or is used with other filters, is refused. It is no authorization, only a place.
 */
export class PageTokens {
  readonly #key: Buffer
  /** Of secrets that come or go, the current one included. */
  readonly #accepted: readonly Buffer[]

  /** @param secrets any that all servers of a database share; the first one seals */
  constructor(secrets: SecretList) {
    this.#accepted = secrets.map(keyOf)
    this.#key = keyOf(secrets[0])
  }

  /** @param list names the list: method, filters and order */
  issue(place: readonly string[], list: string): string {
    const text = Buffer.from(JSON.stringify(place))
    return Buffer.concat([seal(this.#key, text, list), text]).toString('base64url')
  }

  /** @throws DomainError invalid_page_token */
  read(token: string, list: string): string[] {
    const bytes = token.length > MAX_TOKEN_LENGTH ? Buffer.alloc(0) : Buffer.from(token, 'base64url')
    const text = bytes.subarray(SEAL_LENGTH)
    const isGenuine =
      bytes.length > SEAL_LENGTH &&
      this.#accepted.some(key => timingSafeEqual(seal(key, text, list), bytes.subarray(0, SEAL_LENGTH)))
    if (!isGenuine) throw new DomainError('invalid_page_token', 'The page token is damaged or of another list')
    return JSON.parse(text.toString('utf8')) as string[]
  }
}

const keyOf = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'peermetrics page tokens', 32))

const seal = (key: Buffer, text: Buffer, list: string): Buffer =>
  createHmac('sha256', key).update(list).update('\0').update(text).digest().subarray(0, SEAL_LENGTH)
