import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A data folder that this process alone uses. */
export interface DataFolder {
  path: string
  release(): void
}

/**
 * Claims the folder for this process. The embedded engine has no lock of its own, and two processes on one folder
 * would destroy it. SQLite's lock on a file is the operating system's: it works between containers on one volume, and
 * it ends with the process, however that ended.
 * @throws Error naming the folder when another process has it
 */
export function claimDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(join(path, 'lock.sqlite'), { timeout: 0 })
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock.close()
    throw new Error(
      `The data folder ${path} is in use by another server. Stop that one, or give this one a folder of its own (DATA_DIR) or a PostgreSQL server (DATABASE_URL).`,
      { cause },
    )
  }
  return { path, release: () => lock.close() }
}
