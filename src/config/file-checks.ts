import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { unwritableFolder } from './unwritable-folder.ts'

type Given = Readonly<Record<string, string | undefined>>

/** Others than the owner and its group may read it. */
const OPEN_TO_ALL = 0o004

/** Mistakes in the files and folders that the configuration names. Nothing is made or changed. */
export function fileProblems(given: Given): string[] {
  const files = ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'GEOIP_DATABASE'].flatMap(name => {
    const path = given[name]
    const reason = path && reasonAgainst(path, constants.R_OK)
    return reason ? [`${name}: the file ${resolve(path)} cannot be read (${reason})`] : []
  })
  const isEmbedded = !given['DATABASE_URL'] && !given['DATABASE_HOST']
  return isEmbedded ? [...files, ...folderProblems(given['DATA_DIR'] ?? './data')] : files
}

export function fileWarnings(given: Given): string[] {
  const path = given['TLS_KEY_FILE']
  const mode = path && statSync(path, { throwIfNoEntry: false })?.mode
  if (!mode || (mode & OPEN_TO_ALL) === 0) return []
  return [`TLS_KEY_FILE: every user of this machine may read ${resolve(path)}: take that right away (chmod o-r)`]
}

/** A folder that does not exist yet is made in the nearest one that does. */
function folderProblems(path: string): string[] {
  let existing = resolve(path)
  while (statusOf(existing) === 'missing' && existing !== dirname(existing)) existing = dirname(existing)
  const reason = statusOf(existing) === 'folder' ? reasonAgainst(existing, constants.W_OK | constants.X_OK) : 'ENOTDIR'
  return reason ? [`DATA_DIR: ${unwritableFolder(path, reason)}`] : []
}

function statusOf(path: string): 'folder' | 'file' | 'missing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    return codeOf(error) === 'ENOTDIR' ? 'file' : 'missing'
  }
}

function reasonAgainst(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
