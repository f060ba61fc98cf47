import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'

/** A server and the token for it, as they are kept between calls. */
export interface KeptSignIn {
  url: string
  token: string
}

/** Below the user's folder for configuration, as the XDG base directory specification has it. */
function path(): string {
  const configured = process.env['XDG_CONFIG_HOME']
  return join(configured || join(homedir(), '.config'), 'peermetrics', 'sign-in.json')
}

/** Undefined when there is none. @throws Error naming a file that cannot be used */
export function readSignIn(): KeptSignIn | undefined {
  let text: string
  try {
    text = readFileSync(path(), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const kept = parse(text)
  if (typeof kept?.url === 'string' && typeof kept.token === 'string') return { url: kept.url, token: kept.token }
  throw new Error(`${path()} is damaged: sign in again, or remove it`)
}

function parse(text: string): Partial<Record<keyof KeptSignIn, unknown>> | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Readable by its owner only. @returns the path of the file */
export function keepSignIn(signIn: KeptSignIn): string {
  mkdirSync(dirname(path()), { recursive: true, mode: 0o700 })
  // Renamed into place: so the mode of an older file does not stay, and a crash leaves no half file behind.
  const fresh = `${path()}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(signIn, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  renameSync(fresh, path())
  return path()
}

export function forgetSignIn(): void {
  rmSync(path(), { force: true })
}
