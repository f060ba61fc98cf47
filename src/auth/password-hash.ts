import { randomBytes, timingSafeEqual } from 'node:crypto'
import { isDjangoPassword } from './django-password.ts'
import { deriveHash } from './hashing-threads.ts'

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
  const hash = await derive(password.normalize('NFKC'), salt, COST, HASH_BYTES)
  return `${ownCost}${base64(salt)}$${base64(hash)}`
}

const ownCost = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`

/** Whether a hash was made by another program or at another cost than {@link hashPassword} makes it now. */
export const isForeignHash = (encoded: string): boolean => !encoded.startsWith(ownCost)

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** Whether a password is the one of a hash: ours, whatever its cost, or one that was imported. */
export async function isPassword(password: string, encoded: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = phc.exec(encoded) ?? []
  if (!memory) return await isDjangoPassword(password, encoded)
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const expected = Buffer.from(hash, 'base64')
  const isHashed = async (text: string) =>
    timingSafeEqual(await derive(text, Buffer.from(salt, 'base64'), cost, expected.length), expected)
  // Equal texts that are composed differently (NFC, NFD) are the same password; imported hashes are of the text as typed.
  const normal = password.normalize('NFKC')
  return (await isHashed(normal)) || (isForeignHash(encoded) && normal !== password && (await isHashed(password)))
}

const derive = (password: string, salt: Buffer, cost: Parameters, length: number): Promise<Uint8Array> =>
  deriveHash('argon2id', { password, salt, length, ...cost })

/** The PHC format leaves the padding out. */
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')
