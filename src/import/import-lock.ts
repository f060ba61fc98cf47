import { Client } from 'pg'
import type { NativeDatabase } from '../storage/engine/database.ts'
import { ImportError } from './import-error.ts'

/** One import at a time into a database. An arbitrary number that nothing else here uses. */
const ADVISORY_LOCK = 7_316_203

/**
 * Makes sure that this import is the only one of its database. The lock is that of a connection of its own: it ends with the
 * process, however that ends. An embedded database belongs to one process anyway.
 * @param onLost called when the lock is lost with its connection
 * @throws ImportError when another import runs
 */
export async function lockImport(native: NativeDatabase, onLost: () => void): Promise<AsyncDisposable> {
  if (!('url' in native)) return { [Symbol.asyncDispose]: async () => {} }
  const client = new Client({
    connectionString: native.url,
    application_name: 'peermetrics import lock',
    keepAlive: true,
  })
  client.on('error', onLost)
  await client.connect()
  const { rows } = await client.query<{ isMine: boolean }>('select pg_try_advisory_lock($1) as "isMine"', [
    ADVISORY_LOCK,
  ])
  if (!rows[0]?.isMine) {
    await client.end()
    throw new ImportError('Another import into this database is running: wait for its end, or stop it')
  }
  return {
    [Symbol.asyncDispose]: async () => {
      client.off('error', onLost)
      client.on('error', () => {})
      await client.end().catch(() => {})
    },
  }
}
