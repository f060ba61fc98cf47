import type { webcrypto } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { LRUCache } from 'lru-cache'
import type { SecretList, TokenSecrets } from '../config/secrets.ts'
import { DomainError } from '../domain/values/errors.ts'
import { parseUuid } from '../domain/values/uuid.ts'

/** Claims of an init token: who joins what. */
export interface InitClaims {
  participantId: string
  conferenceId: string
}

/** That a token was issued, and when. */
interface Issued {
  issuedAt: Date
}

/** Claims of a session token. Tokens of the Python server carry the session only. */
export interface SessionClaims {
  sessionId: string
}

/** Tokens are valid for a day from their `t` claim. */
const VALIDITY_S = 24 * 60 * 60

/** Verified tokens that are remembered: one page uses one token for all its requests. */
const REMEMBERED_TOKENS = 50_000

/** Longest token that is looked at, in characters: ours have 250. */
const MAX_TOKEN_LENGTH = 4096

const tokenTooLong = () =>
  new DomainError('invalid_token', `The token has more than ${MAX_TOKEN_LENGTH} characters`, {
    limit: MAX_TOKEN_LENGTH,
  })

const algorithms = ['HS256', 'HS384', 'HS512']

interface TokenKey {
  secret: Uint8Array
  /** The secret made ready for the algorithm of our own tokens, which takes as long as signing one. */
  hs256: Promise<webcrypto.CryptoKey>
}

/** Keys of one kind of token. */
interface TokenKeys {
  kind: string
  /** Signs. */
  current: TokenKey
  /** Their tokens are taken, too: of a key that comes, or goes. */
  accepted: readonly TokenKey[]
}

function tokenKey(text: string): TokenKey {
  const secret = new TextEncoder().encode(text)
  const hs256 = crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  return { secret, hs256 }
}

const tokenKeys = (kind: string, [current, ...accepted]: SecretList): TokenKeys => ({
  kind,
  current: tokenKey(current),
  accepted: accepted.map(tokenKey),
})

/** Makes and checks the JWTs that SDKs carry. Claims are those of the Python server, whose tokens are accepted. */
export class SdkTokens {
  readonly #initKeys: TokenKeys
  readonly #sessionKeys: TokenKeys
  readonly #verified = new LRUCache<string, Record<string, unknown>>({
    maxSize: REMEMBERED_TOKENS,
    sizeCalculation: () => 1,
  })

  constructor(secrets: TokenSecrets) {
    this.#initKeys = tokenKeys('init', secrets.initTokenSecrets)
    this.#sessionKeys = tokenKeys('session', secrets.sessionTokenSecrets)
  }

  /** The token of `/initialize`, valid for 24 h. */
  issueInitToken(claims: InitClaims, now: Date): Promise<string> {
    return this.#sign({ p: claims.participantId, c: claims.conferenceId }, now, this.#initKeys)
  }

  /** The token of `/sessions`, valid for 24 h. */
  issueSessionToken(claims: SessionClaims, now: Date): Promise<string> {
    return this.#sign({ s: claims.sessionId }, now, this.#sessionKeys)
  }

  /** @throws DomainError missing_token, invalid_token, expired_token */
  async verifyInitToken(token: unknown, now: Date): Promise<InitClaims & Issued> {
    const claims = await this.#verify(token, this.#initKeys, now)
    return { participantId: uuidClaim(claims, 'p'), conferenceId: uuidClaim(claims, 'c'), issuedAt: issuedAt(claims) }
  }

  /** @throws DomainError missing_token, invalid_token, expired_token */
  async verifySessionToken(token: unknown, now: Date): Promise<SessionClaims & Issued> {
    const claims = await this.#verify(token, this.#sessionKeys, now)
    return { sessionId: uuidClaim(claims, 's'), issuedAt: issuedAt(claims) }
  }

  /** A token that was made here need not be verified here. */
  async #sign(claims: Record<string, string>, now: Date, keys: TokenKeys): Promise<string> {
    const payload = { ...claims, t: now.getTime() / 1000 }
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(await keys.current.hs256)
    this.#verified.set(`${keys.kind} ${token}`, payload)
    return token
  }

  async #verify(token: unknown, keys: TokenKeys, now: Date): Promise<Record<string, unknown>> {
    if (token === undefined || token === null) throw new DomainError('missing_token')
    if (typeof token !== 'string') throw new DomainError('invalid_token', 'The token must be a string')
    if (token.length > MAX_TOKEN_LENGTH) throw tokenTooLong()
    const remembered = `${keys.kind} ${token}`
    let claims = this.#verified.get(remembered)
    if (!claims) {
      claims = await verifyByAny(token, keys, now)
      this.#verified.set(remembered, claims)
    }
    const issuedAt = claims['t']
    if (typeof issuedAt !== 'number') throw new DomainError('invalid_token', 'The token does not say when it was made')
    const seconds = now.getTime() / 1000
    const expiry = claims['exp']
    if (seconds - issuedAt > VALIDITY_S) throw new DomainError('expired_token')
    if (typeof expiry === 'number' && seconds >= expiry) throw new DomainError('expired_token')
    return claims
  }
}

/** @throws DomainError of the current key where no other one has signed it */
async function verifyByAny(token: string, { current, accepted }: TokenKeys, now: Date) {
  try {
    return await verifySignature(token, current, now)
  } catch (error) {
    for (const key of accepted) {
      const claims = await verifySignature(token, key, now).catch(() => undefined)
      if (claims) return claims
    }
    throw error
  }
}

async function verifySignature(token: string, key: TokenKey, now: Date): Promise<Record<string, unknown>> {
  const keyFor = ({ alg }: { alg?: string | undefined }) => (alg === 'HS256' ? key.hs256 : key.secret)
  try {
    return (await jwtVerify(token, keyFor, { algorithms, currentDate: now })).payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new DomainError('expired_token')
    throw new DomainError('invalid_token')
  }
}

function uuidClaim(claims: Record<string, unknown>, name: string): string {
  const id = parseUuid(claims[name])
  if (!id) throw new DomainError('invalid_token', 'The token is of another kind')
  return id
}

/** The claim was checked to be a number when the token was verified. */
const issuedAt = (claims: Record<string, unknown>): Date => new Date(Number(claims['t']) * 1000)

/** When a token that is issued now ceases to be valid. */
export const tokenExpiry = (now: Date): Date => new Date(now.getTime() + VALIDITY_S * 1000)
