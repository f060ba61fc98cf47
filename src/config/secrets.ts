import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { secretWarnings } from './secret-strength.ts'

/** The first one signs; tokens of the others are taken, too. */
export type SecretList = readonly [string, ...string[]]

/** Keys of the JWTs that SDKs carry. */
export interface TokenSecrets {
  initTokenSecrets: SecretList
  sessionTokenSecrets: SecretList
}

/** Time for which tokens of retired secrets are accepted, ms: the lifetime of SDK tokens. */
const RETIREMENT_MS = 24 * 60 * 60 * 1000

const pair = { initTokenSecret: z.string().min(1), sessionTokenSecret: z.string().min(1) }

const secretsFile = z.object({
  ...pair,
  /** Newest first. `until` is not set before a server has started with the new secrets. */
  retired: z.array(z.object({ ...pair, until: z.iso.datetime().optional() })).default([]),
})

type SecretsFile = z.infer<typeof secretsFile>

const pathIn = (dataDir: string): string => join(dataDir, 'secrets.json')

/**
 * The secrets kept in a data folder, made on first use. The file is readable by its owner only; tokens stay valid
 * across restarts because of it.
 * @param warn is told of what is suspicious
 */
export function keepSecrets(dataDir: string, warn: (text: string) => void, now = new Date()): TokenSecrets {
  const path = pathIn(dataDir)
  if (!existsSync(path)) return listsOf(write(path, { ...newSecrets(), retired: [] }))
  closeToOthers(path, warn)
  const found = read(path)
  const { initTokenSecret, sessionTokenSecret } = found
  for (const warning of secretWarnings({ initTokenSecret, sessionTokenSecret })) warn(`${path}, ${warning}`)
  const until = new Date(now.getTime() + RETIREMENT_MS).toISOString()
  const retired = found.retired
    .map(each => ({ ...each, until: each.until ?? until }))
    .filter(each => new Date(each.until) > now)
  const kept = { ...found, retired }
  return listsOf(JSON.stringify(kept) === JSON.stringify(found) ? kept : write(path, kept))
}

/**
 * Makes new secrets in a data folder, for the next start.
 * @param revoke whether tokens of the old ones become invalid at once; else they are taken for a day more
 */
export function rotateSecrets(dataDir: string, { revoke }: { revoke: boolean }): void {
  const path = pathIn(dataDir)
  if (!existsSync(path)) throw new Error(`There is no ${path}: the first start of a server makes it`)
  const { retired, ...current } = read(path)
  write(path, { ...newSecrets(), retired: revoke ? [] : [current, ...retired] })
}

const listsOf = ({ initTokenSecret, sessionTokenSecret, retired }: SecretsFile): TokenSecrets => ({
  initTokenSecrets: [initTokenSecret, ...retired.map(each => each.initTokenSecret)],
  sessionTokenSecrets: [sessionTokenSecret, ...retired.map(each => each.sessionTokenSecret)],
})

const newSecrets = () => ({
  initTokenSecret: randomBytes(32).toString('base64url'),
  sessionTokenSecret: randomBytes(32).toString('base64url'),
})

function read(path: string): SecretsFile {
  const parsed = secretsFile.safeParse(parseOrNull(readFileSync(path, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(
    `${path} is damaged: it must hold initTokenSecret and sessionTokenSecret. Restore it, or remove it to have new ones made; SDKs then have to initialize again.`,
  )
}

function write(path: string, secrets: SecretsFile): SecretsFile {
  // Renamed into place: a crash while writing leaves no half file behind.
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  return secrets
}

/** Rights of others than the owner. */
const RIGHTS_OF_OTHERS = 0o077

/** A file that was copied or restored may have lost its mode. */
function closeToOthers(path: string, warn: (text: string) => void): void {
  const mode = statSync(path).mode & 0o777
  // Windows has no such modes.
  if (process.platform === 'win32' || (mode & RIGHTS_OF_OTHERS) === 0) return
  const was = `${path} had the mode 0${mode.toString(8)}, so that other users could get at the secrets`
  const todo = 'If one may have done so, remove the file: new ones are made, and SDKs have to initialize again'
  try {
    chmodSync(path, 0o600)
    warn(`${was}; it is 0600 now. ${todo}`)
  } catch (error) {
    warn(`${was}, and it cannot be changed (${(error as NodeJS.ErrnoException).code}). ${todo}`)
  }
}

/** A value that cannot be parsed is not shown: it may hold a secret. */
function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
