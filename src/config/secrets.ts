import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Keys of the JWTs that SDKs carry. */
export interface TokenSecrets {
  initTokenSecret: string
  sessionTokenSecret: string
}

const secretsFile = z.object({ initTokenSecret: z.string().min(1), sessionTokenSecret: z.string().min(1) })

/**
 * The secrets kept in a data folder, made on first use. The file is readable by its owner only; tokens stay valid
 * across restarts because of it.
 */
export function keepSecrets(dataDir: string): TokenSecrets {
  const path = join(dataDir, 'secrets.json')
  if (existsSync(path)) {
    const parsed = secretsFile.safeParse(parseOrNull(readFileSync(path, 'utf8')))
    if (parsed.success) return parsed.data
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

/** What cannot be parsed is not shown to anybody: it may hold a secret. */
function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
