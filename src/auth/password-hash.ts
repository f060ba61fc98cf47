import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const argon2 = promisify(argon2Callback)

/** Cost of one hash: 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet, argon2id). */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }

const SALT_BYTES = 16
const HASH_BYTES = 32

interface Parameters {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

/** The argon2id hash of a password in the PHC string format, which holds its salt and cost. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST, HASH_BYTES)
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Whether a password is the one of a hash, whatever cost that was made with. */
export async function isPassword(password: string, encoded: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = phc.exec(encoded) ?? []
  if (!memory) return false
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const expected = Buffer.from(hash, 'base64')
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), cost, expected.length), expected)
}

/** Equal texts that are composed differently (NFC, NFD) are the same password. */
const derive = (password: string, nonce: Buffer, cost: Parameters, tagLength: number): Promise<Buffer> =>
  argon2('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...cost })

/** The PHC format leaves the padding out. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
