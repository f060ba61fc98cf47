/** Bytes below which a secret is found by trying: one token is enough to try with. */
const MIN_BYTES = 8

/** Bytes of a key that is as hard to guess as the signature itself: the output of SHA-256 (RFC 7518, 3.2). */
const RECOMMENDED_BYTES = 32

/** Advice to whoever lacks a secret. */
export const MAKE_SECRET = 'make one with "openssl rand -base64 32"'

type Secrets = Record<string, string | undefined>

const shorterThan = (secrets: Secrets, bytes: number): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (secret && Buffer.byteLength(secret) < bytes ? [name] : []))

/** Mistakes in the keys of the SDK tokens. */
export const secretProblems = (secrets: Secrets): string[] =>
  shorterThan(secrets, MIN_BYTES).map(
    name => `${name}: must have at least ${MIN_BYTES} bytes, better ${RECOMMENDED_BYTES}`,
  )

/** Warnings about them. Those of an existing installation are taken all the same: its tokens stay valid. */
export function secretWarnings(secrets: Secrets): string[] {
  const warnings = shorterThan(secrets, RECOMMENDED_BYTES).map(
    name =>
      `${name}: is shorter than ${RECOMMENDED_BYTES} bytes, so that it can be guessed from a token: ${MAKE_SECRET}; SDKs then have to initialize again`,
  )
  const given = Object.values(secrets).filter(Boolean)
  if (new Set(given).size < given.length) warnings.push(`${Object.keys(secrets).join(', ')}: should not be the same`)
  return warnings
}

/** Variables of keys whose tokens are taken, too. */
const acceptedNames = ['INIT_TOKEN_SECRET_ACCEPTED', 'SESSION_TOKEN_SECRET_ACCEPTED'] as const

/** Weaknesses of accepted secrets: each must be as strong as the one that signs. */
export const acceptedProblems = (given: Secrets): string[] =>
  acceptedNames.flatMap(name =>
    (given[name] ?? '').split(/\s+/).some(secret => secret !== '' && Buffer.byteLength(secret) < MIN_BYTES)
      ? [`${name}: each must have at least ${MIN_BYTES} bytes, better ${RECOMMENDED_BYTES}`]
      : [],
  )
