import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import { secretWarnings } from './secret-strength.ts'

/** Keys of the JWTs that SDKs carry. */
export interface TokenSecrets {
  initTokenSecret: string
  sessionTokenSecret: string
}

const secretsFile = z.object({ initTokenSecret: z.string().min(1), sessionTokenSecret: z.string().min(1) })

/**
 * The secrets kept in a data folder, made on first use. The file is readable by its owner only; tokens stay valid
 * across restarts because of it.
 * @param warn is told of what is suspicious
 */
export function keepSecrets(dataDir: string, warn: (text: string) => void): TokenSecrets {
  const path = join(dataDir, 'secrets.json')
  if (existsSync(path)) {
    closeToOthers(path, warn)
    const parsed = secretsFile.safeParse(parseOrNull(readFileSync(path, 'utf8')))
    if (parsed.success) {
      for (const warning of secretWarnings({ ...parsed.data })) warn(`${path}, ${warning}`)
      return parsed.data
    }
    throw new Error(
      `${path} is damaged: it must hold initTokenSecret and sessionTokenSecret. Restore it, or remove it to have new ones made; SDKs then have to initialize again.`,
    )
  }
  const secrets = {
    initTokenSecret: randomBytes(32).toString('base64url'),
    sessionTokenSecret: randomBytes(32).toString('base64url'),
  }
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
