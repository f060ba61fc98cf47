import { existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where Linux keeps files in memory. */
const MEMORY_FOLDER = '/dev/shm'

/** Room for the data folders of a run, in bytes: one has 40 MB, and some dozen exist at once. */
const ROOM_BYTES = 2 * 1024 ** 3

/**
 * A new folder for what is gone with the run: in memory where there is room. A data folder has 1200 files, and a disk's file
 * system takes several times as long to make and remove them.
 */
export const makeRunFolder = (): string => mkdtempSync(join(fastFolder(), 'peermetrics-tests-'))

/** A folder for what is gone soon, in memory where there is room. */
export function fastFolder(): string {
  if (!existsSync(MEMORY_FOLDER)) return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY_FOLDER)
  return bavail * bsize > ROOM_BYTES ? MEMORY_FOLDER : tmpdir()
}
