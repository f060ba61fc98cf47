import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CompiledQuery, type Kysely } from 'kysely'
import type { ArchiveEntry } from '../archive/tar.ts'
import type { EmbeddedDatabase } from '../engine/database.ts'
import type { CheckpointHold } from './checkpoints.ts'

/** Says where recovery begins. */
const CONTROL_FILE = 'global/pg_control'

const WAL_FOLDER = 'pg_wal'

/** Folders whose contents are of no use to another start: those that pg_basebackup leaves out. */
const EMPTIED = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])

/** Files of the same kind. */
const LEFT_OUT = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*|postmaster\.(pid|opts))$/

const CHUNK_BYTES = 256 * 1024

/**
 * A base backup, as pg_basebackup makes it: the files of the database while it is in use, then the WAL since the checkpoint
 * before. Pages that change meanwhile are in WAL as a whole (`full_page_writes`): recovery makes them consistent, with
 * everything that was committed before the last file of data was read.
 * @param hold keeps the checkpoint, and the WAL since
 */
export async function* baseBackup(
  { engine, kysely }: Pick<EmbeddedDatabase, 'engine' | 'kysely'>,
  hold: CheckpointHold,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const folder = engine.dataFolder
  const first = await walFile(kysely, '(select redo_lsn from pg_control_checkpoint())')
  yield* files(folder, [CONTROL_FILE], hold)
  for await (const path of pathsBelow(folder, '')) {
    if (path.endsWith('/')) yield { path }
    else if (path !== CONTROL_FILE) yield* files(folder, [path], hold)
  }
  const last = await walFile(kysely, 'pg_current_wal_insert_lsn()')
  const isNeeded = (name: string) => /^[0-9A-F]{24}$/.test(name) && first <= name && name <= last
  const wal = (await readdir(join(folder, WAL_FOLDER))).filter(isNeeded).sort()
  yield* files(
    folder,
    wal.map(name => `${WAL_FOLDER}/${name}`),
    hold,
  )
}

async function walFile(kysely: Kysely<unknown>, lsn: string): Promise<string> {
  const { rows } = await kysely.executeQuery<{ name: string }>(
    CompiledQuery.raw(`select pg_walfile_name(${lsn}) as name`),
  )
  const [row] = rows
  if (!row) throw new Error('The name of a WAL file is unknown')
  return row.name
}

/** Files and folders, these with a slash at their end, without those of WAL. */
async function* pathsBelow(root: string, folder: string): AsyncGenerator<string, void, undefined> {
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder + entry.name
    if (LEFT_OUT.test(path) || (folder === `${WAL_FOLDER}/` && entry.isFile())) continue
    if (!entry.isDirectory()) {
      yield path
      continue
    }
    yield `${path}/`
    if (!EMPTIED.has(path)) yield* pathsBelow(root, `${path}/`)
  }
}

async function* files(
  root: string,
  paths: readonly string[],
  hold: CheckpointHold,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  for (const path of paths) {
    hold.renew()
    const size = await sizeOf(join(root, path))
    if (size !== undefined) yield { path, size, content: contentOf(join(root, path), size, hold) }
  }
}

/** Undefined for a file that is gone: what removed it is in WAL. */
const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ size }) => size,
    (error: unknown) => {
      if (isMissing(error)) return undefined
      throw error
    },
  )

/** As many bytes as were found: what was added, cut off or removed meanwhile is in WAL. */
async function* contentOf(
  path: string,
  size: number,
  hold: CheckpointHold,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (size === 0) return
  let left = size
  try {
    for await (const chunk of createReadStream(path, { end: size - 1, highWaterMark: CHUNK_BYTES })) {
      hold.renew()
      left -= (chunk as Buffer).length
      yield chunk as Buffer
    }
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  for (; left > 0; left -= CHUNK_BYTES) yield new Uint8Array(Math.min(left, CHUNK_BYTES))
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
