import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from './sql.ts'

/**
 * Whether pg_trgm knows letters beyond ASCII: it asks the database's LC_CTYPE. With "C" and "POSIX" it does not, whatever
 * the provider of the collation.
 */
export async function knowsAllLetters(em: EntityManager): Promise<boolean> {
  const [row] = await query<{ known: boolean }>(em, `select show_trgm('ж') <> '{}' as known`)
  return row?.known ?? false
}
