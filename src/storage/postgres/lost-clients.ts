import type { Pool, PoolClient } from 'pg'

/**
 * Has a pool replace the connections that are lost while somebody has them. The pool itself replaces those that lie idle;
 * one whose transaction can neither be begun nor ended is never given back by Kysely, and its place would stay taken.
 */
export function replaceLostClients(pool: Pool): void {
  const taken = new Set<PoolClient>()
  pool.on('acquire', client => taken.add(client))
  pool.on('release', (_error, client) => taken.delete(client))
  pool.on('connect', client => {
    client.once('end', () => {
      if (!taken.has(client)) return
      client.release(true)
      // Who had it may yet give it back.
      client.release = () => {}
    })
  })
}
