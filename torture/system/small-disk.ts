import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, ftruncateSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undoAtEnd } from './clean-up.ts'

/** A file system of its own that can be filled. */
export interface SmallDisk extends Disposable {
  path: string
  /** Takes all space but so much. */
  fill(leaveBytes: number): void
  /** Gives the space back. */
  free(): void
}

const CHUNK = Buffer.alloc(1024 * 1024, 1)

/** Mounts a file system in memory. @returns undefined where that is not permitted: it takes root */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'peermetrics-disk-'))
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path]
  if (spawnSync('mount', options, { stdio: 'ignore' }).status !== 0) {
    rmdirSync(path)
    return undefined
  }
  chmodSync(path, 0o777)
  const undo = undoAtEnd(() => {
    // Lazily: files of a process that is ending may still be open.
    execFileSync('umount', ['-l', path])
    rmdirSync(path)
  })
  const filler = join(path, 'filler')
  return {
    path,
    fill: leaveBytes => fillDisk(filler, leaveBytes),
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: undo,
  }
}

function fillDisk(file: string, leaveBytes: number): void {
  const opened = openSync(file, 'w')
  try {
    const size = writeUntilFull(opened)
    ftruncateSync(opened, Math.max(0, size - leaveBytes))
  } finally {
    closeSync(opened)
  }
}

/** @returns bytes written */
function writeUntilFull(file: number): number {
  for (let size = 0; ; ) {
    try {
      size += writeSync(file, CHUNK)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return size
      throw error
    }
  }
}
