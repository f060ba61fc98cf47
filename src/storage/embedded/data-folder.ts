import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { unwritableFolder } from '../../config/unwritable-folder.ts'

/** A data folder that this process alone uses. */
export interface DataFolder {
  path: string
  release(): void
}

/**
 * Claims the folder for this process. The embedded engine has no lock of its own, and two processes on one folder
 * would destroy it. SQLite's lock on a file is the operating system's: it works between containers on one volume, and
 * it ends with the process, however that ended.
 * @throws Error naming the folder when another process has it, or it cannot be written to
 */
export function claimDataFolder(path: string): DataFolder {
  const lock = openLock(path)
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw new Error(unwritableFolder(path, messageOf(cause)), { cause })
    throw new Error(
      `The data folder ${path} is in use by another server. Stop that one, or give this one a folder of its own (DATA_DIR) or a PostgreSQL server (DATABASE_URL).`,
      { cause },
    )
  }
  return { path, release: () => lock.close() }
}

function openLock(path: string): DatabaseSync {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 })
  } catch (cause) {
    throw new Error(unwritableFolder(path, messageOf(cause)), { cause })
  }
}

/** SQLITE_BUSY: somebody else holds the lock. */
const isBusy = (error: unknown): boolean => (error as { errcode?: unknown }).errcode === 5

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
