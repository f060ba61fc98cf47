import { argon2Sync, pbkdf2Sync } from 'node:crypto'

/** Input of a hash. */
interface Derivation {
  password: string
  salt: string | Uint8Array
  /** Bytes of the hash. */
  length: number
}

export interface Argon2Derivation extends Derivation {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

export interface Pbkdf2Derivation extends Derivation {
  iterations: number
}

export const argon2id = ({ password, salt, length, ...cost }: Argon2Derivation): Uint8Array =>
  argon2Sync('argon2id', { message: password, nonce: salt, tagLength: length, ...cost })

export const pbkdf2Sha256 = ({ password, salt, length, iterations }: Pbkdf2Derivation): Uint8Array =>
  pbkdf2Sync(password, salt, iterations, length, 'sha256')
