import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Beginnings that tell secrets apart, also for programs that look for leaked ones. */
export const secretPrefixes = { signIn: 'pms_', apiToken: 'pmt_' } as const

const SECRET_BYTES = 32

/** A fresh secret of 256 random bits, in characters that a header and a cookie can hold. */
export const newSecret = (kind: keyof typeof secretPrefixes): string =>
  secretPrefixes[kind] + randomBytes(SECRET_BYTES).toString('base64url')

/** Stored hash of a secret. It is random throughout, so a fast hash is as safe as a slow one. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Takes the same time wherever the texts differ. */
export const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(hashSecret(a), hashSecret(b))
