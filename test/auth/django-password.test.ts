import { argon2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { importedHash } from '../../src/auth/django-password.ts'
import { hashPassword, isForeignHash, isPassword } from '../../src/auth/password-hash.ts'

/** Made by Django's PBKDF2 hasher of `admin`; it is that of the recorded installation. */
const PBKDF2 = 'pbkdf2_sha256$260000$n0GWxfnCkgIp04F89ciLeG$Hw6Zxd+LTgNEYycb0oCFoZLZfirnWE68+pQemsgySBo='

/** As Django's argon2 hasher encodes it. */
function djangoArgon2(password: string): string {
  const [nonce, cost] = [Buffer.from('a salt of 16 byt'), { memory: 1024, passes: 2, parallelism: 8 }]
  const hash = argon2Sync('argon2id', { message: password, nonce, tagLength: 32, ...cost })
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `argon2$argon2id$v=19$m=1024,t=2,p=8$${base64(nonce)}$${base64(hash)}`
}

describe('passwords of an imported installation', () => {
  it('are those of PBKDF2 and argon2 hashes', async () => {
    for (const [encoded, password] of [
      [PBKDF2, 'admin'],
      [djangoArgon2('ﬁne'), 'ﬁne'],
    ] as const) {
      const hash = importedHash(encoded) ?? ''
      expect(await isPassword(password, hash)).toBe(true)
      expect(await isPassword(`${password}!`, hash)).toBe(false)
      expect(isForeignHash(hash)).toBe(true)
    }
  })

  it('of other hashers, and none, are no passwords', async () => {
    for (const encoded of [
      '!abc',
      '',
      'bcrypt_sha256$$2b$12$abc',
      'pbkdf2_sha1$1$s$aGFzaA==',
      'argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA',
    ]) {
      expect(importedHash(encoded), encoded).toBeNull()
    }
    expect(await isPassword('', '!')).toBe(false)
  })

  it('are hashed anew only when the hash is not ours', async () => {
    expect(isForeignHash(await hashPassword('a password'))).toBe(false)
  })
})
