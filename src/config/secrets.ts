import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
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
    const parsed = secretsFile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (!parsed.success) throw new Error(`${path} is damaged: ${parsed.error.issues[0]?.message}`)
    return parsed.data
  }
  const secrets = {
    initTokenSecret: randomBytes(32).toString('base64url'),
    sessionTokenSecret: randomBytes(32).toString('base64url'),
  }
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}
