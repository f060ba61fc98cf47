import { CompiledQuery } from 'kysely'
import type { Logger } from 'pino'
import { beginEmbeddedStorage } from '../../storage/embedded/embedded-storage.ts'
import { type Database, openDatabase } from '../../storage/engine/database.ts'
import { query } from '../../storage/engine/sql.ts'
import { createEventPartitions } from '../../storage/events/event-partitions.ts'
import { ImportError } from '../import-error.ts'
import { lockImport } from '../import-lock.ts'
import type { Progress } from '../progress.ts'
import { createOldIdPartitions } from '../target/old-id-partitions.ts'
import { callDigests } from './call-digests.ts'
import { type Read, TableCopy } from './table-copy.ts'

/** Calls that are copied in one transaction. */
const CALLS_AT_ONCE = 20

/** Tables that belong to no call, each after those that it refers to. */
const accountTables = [
  ['organization', 'id'],
  ['user_account', 'id'],
  ['membership', 'organization_id, user_id'],
  ['app', 'id'],
  ['api_token', 'id'],
  ['sign_in', 'id'],
  ['audit_entry', 'id'],
  ['participant', 'id'],
] as const

const ofCalls = 'conference_id = any($1::uuid[])'

/** Tables of a call, each after those that it refers to. */
const callTables = [
  ['conference', 'id', 'id = any($1::uuid[])'],
  ['conference_participant', 'conference_id, participant_id', ofCalls],
  ['session', 'id', ofCalls],
  ['connection', 'id', ofCalls],
  ['track', 'id', 'session_id in (select id from session where conference_id = any($1::uuid[]))'],
  ['issue', 'id', ofCalls],
  ['summary', 'conference_id', ofCalls],
  ['summary_chunk', 'conference_id, build, number', ofCalls],
  ['series_chunk', 'conference_id, build, connection_id, number', ofCalls],
  ['event', 'conference_id, id', ofCalls],
] as const

export interface EmbeddedImport {
  /** Folder of the embedded database. */
  dataDir: string
  /** Whether to compare only. */
  verifyOnly: boolean
}

/**
 * Takes everything of an embedded database along, and compares both sides call by call. What is there already is passed
 * over: an import that was interrupted goes on.
 * @returns whether both sides say the same
 * @throws ImportError when a server uses the folder
 */
export async function importEmbedded(
  target: Database,
  { dataDir, verifyOnly }: EmbeddedImport,
  { progress, log, signal }: { progress: Progress; log: Logger; signal: AbortSignal },
): Promise<boolean> {
  if (!('url' in target.native)) throw new ImportError('The target must be a PostgreSQL server: set DATABASE_URL')
  const lost = new AbortController()
  await using _lock = await lockImport(target.native, () => lost.abort())
  const { folder, engine } = beginEmbeddedStorage(dataDir)
  try {
    const source = await openDatabase({ engine }, log)
    try {
      const copy = { read: reader(source), target, progress, signal: AbortSignal.any([signal, lost.signal]) }
      return await copyAll(copy, verifyOnly)
    } finally {
      await source.close()
    }
  } finally {
    folder.release()
  }
}

interface Copy {
  /** Of the embedded database. */
  read: Read
  target: Database
  progress: Progress
  signal: AbortSignal
}

async function copyAll(copy: Copy, verifyOnly: boolean): Promise<boolean> {
  const { read, target, progress, signal } = copy
  progress.begin(verifyOnly ? 'Comparing' : 'Copying')
  if (!verifyOnly) {
    await createEventPartitions(target.em(), new Date())
    await createOldIdPartitions(target.em())
    await target.em().transactional(async em => {
      for (const [table, key] of accountTables) {
        progress.add(await (await TableCopy.of(em, table, key)).copy(read, em))
      }
    })
  }
  const tables = await Promise.all(
    callTables.map(async ([table, key, condition]) => ({
      table: await TableCopy.of(target.em(), table, key),
      condition,
    })),
  )
  let [compared, differing, last] = [0, 0, '00000000-0000-0000-0000-000000000000']
  while (!signal.aborted) {
    const page = await read<{ id: string }>(
      `select id from conference where id > $1 order by id limit ${CALLS_AT_ONCE}`,
      [last],
    )
    const ids = page.map(({ id }) => id)
    last = ids.at(-1) ?? last
    if (ids.length === 0) break
    let different = await differentCalls(copy, ids)
    if (!verifyOnly && different.length > 0) {
      await target.em().transactional(async em => {
        for (const { table, condition } of tables) {
          progress.add(await table.copy(read, em, { condition, value: different }))
        }
      })
      different = await differentCalls(copy, different)
    }
    compared += ids.length
    differing += different.length
    for (const id of different) progress.say(`  conference ${id} is different here`)
  }
  progress.say(`${compared} calls compared, ${differing} differ.`)
  return differing === 0 && !signal.aborted
}

async function differentCalls({ read, target }: Copy, ids: readonly string[]): Promise<string[]> {
  const [there, here] = [
    await callDigests(read, ids),
    await callDigests((sql, values) => query(target.em(), sql, values), ids),
  ]
  return ids.filter(id => there.get(id) !== here.get(id))
}

/** Past the ORM: within a transaction of the target, an entity manager of the source would take part in that. */
function reader({ native }: Database): Read {
  if (!('kysely' in native)) throw new ImportError('The data folder holds no embedded database')
  return async <Row>(sql: string, parameters: readonly unknown[] = []) => {
    const { rows } = await native.kysely.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))
    return rows
  }
}
