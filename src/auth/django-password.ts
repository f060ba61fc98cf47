import { timingSafeEqual } from 'node:crypto'
import { deriveHash } from './hashing-threads.ts'

/** `pbkdf2_sha256$<iterations>$<salt>$<base64>`, Django's default hasher (django.contrib.auth.hashers). */
const form = /^pbkdf2_sha256\$(\d{1,8})\$([^$]+)\$([\w+/]+=*)$/

/** Prefix of Django's argon2 hasher; what follows is the PHC string format. */
const ARGON2_PREFIX = 'argon2$argon2id$'

/**
 * The hash of a Django user in a form that can be verified here.
 * @returns null for an unusable password (`!…`) and for other hashers
 */
export function importedHash(encoded: string): string | null {
  if (form.test(encoded)) return encoded
  return encoded.startsWith(ARGON2_PREFIX) ? encoded.slice('argon2'.length) : null
}

/** Whether a password is the one of a hash that Django's PBKDF2 hasher made; false for any other form. */
export async function isDjangoPassword(password: string, encoded: string): Promise<boolean> {
  const [, iterations, salt = '', hash = ''] = form.exec(encoded) ?? []
  if (!iterations) return false
  const expected = Buffer.from(hash, 'base64')
  const derivation = { password, salt, length: expected.length, iterations: Number(iterations) }
  return timingSafeEqual(await deriveHash('pbkdf2Sha256', derivation), expected)
}
