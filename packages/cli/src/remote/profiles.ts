import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { Refusal, UsageError } from '../failures.ts'
import type { Io } from '../io.ts'

/** A server and the token for it, as they are kept between calls. */
export interface Profile {
  url: string
  token: string
  /** Of an API token that the sign-in has made. */
  tokenId?: string
  /** Who signed in. */
  email?: string
}

export interface Profiles {
  /** Name of the one that is used unless another one is named. */
  current: string
  profiles: Record<string, Profile>
}

export const DEFAULT_PROFILE = 'default'

type Env = Io['env']

/** Below the user's folder for configuration, as the XDG base directory specification has it; undefined without one. */
function folder(env: Env): string | undefined {
  if (env['XDG_CONFIG_HOME']) return join(env['XDG_CONFIG_HOME'], 'peermetrics')
  const home = env['HOME'] || homeOfUser()
  return home && join(home, '.config', 'peermetrics')
}

function homeOfUser(): string | undefined {
  try {
    return homedir() || undefined
  } catch {
    return undefined
  }
}

/** @throws Refusal naming a file that cannot be used */
export function readProfiles(env: Env): Profiles {
  const place = folder(env)
  const none: Profiles = { current: DEFAULT_PROFILE, profiles: {} }
  if (place === undefined) return none
  return readFile(join(place, 'profiles.json'), asProfiles) ?? readFile(join(place, 'sign-in.json'), asSignIn) ?? none
}

function readFile(path: string, parse: (json: unknown) => Profiles | undefined): Profiles | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw new Refusal('unusable_profiles', `${path} cannot be read: ${(error as Error).message}`)
  }
  const parsed = parse(jsonOf(text))
  if (parsed) return parsed
  throw new Refusal('unusable_profiles', `${path} is damaged: remove it, and sign in again`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const asObject = (json: unknown): Record<string, unknown> | undefined =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : undefined

function asProfile(json: unknown): Profile | undefined {
  const { url, token, tokenId, email } = asObject(json) ?? {}
  if (typeof url !== 'string' || typeof token !== 'string') return undefined
  return {
    url,
    token,
    ...(typeof tokenId === 'string' ? { tokenId } : {}),
    ...(typeof email === 'string' ? { email } : {}),
  }
}

function asProfiles(json: unknown): Profiles | undefined {
  const { current, profiles } = asObject(json) ?? {}
  const entries = Object.entries(asObject(profiles) ?? {}).map(([name, one]) => [name, asProfile(one)] as const)
  if (typeof current !== 'string' || !asObject(profiles) || entries.some(([, profile]) => !profile)) return undefined
  return { current, profiles: Object.fromEntries(entries) as Record<string, Profile> }
}

/** One server was kept before there were profiles. */
function asSignIn(json: unknown): Profiles | undefined {
  const profile = asProfile(json)
  return profile && { current: DEFAULT_PROFILE, profiles: { [DEFAULT_PROFILE]: profile } }
}

/** Readable by its owner only. @returns the path of the file */
export function keepProfiles(env: Env, profiles: Profiles): string {
  const place = folder(env)
  if (place === undefined) throw new UsageError('there is no home folder to keep it in: set XDG_CONFIG_HOME')
  const path = join(place, 'profiles.json')
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // Renamed into place: so the mode of an older file does not stay, and a crash leaves no half file behind.
  const fresh = `${path}.${process.pid}`
  writeFileSync(fresh, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600, flag: 'w' })
  renameSync(fresh, path)
  rmSync(join(place, 'sign-in.json'), { force: true })
  return path
}

/** @throws UsageError for a name that could not be typed */
export function profileName(name: string): string {
  if (/^[\w.-]{1,64}$/.test(name)) return name
  throw new UsageError('the name of a profile has 1 to 64 letters, digits, "-", "_" and "."')
}
