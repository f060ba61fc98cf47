import type { EntityManager } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'
import { tellStatement } from './tell-statement.ts'

/**
 * Runs one statement with bound parameters (`$1`, `$2`, …) in the entity manager's transaction, or on its own.
 * Values travel beside the statement, never inside it.
 * @param toldAs what those who measure are told of it
 */
export async function query<Row>(
  em: EntityManager,
  sql: string,
  parameters: readonly unknown[] = [],
  toldAs = sql,
): Promise<Row[]> {
  const statement = CompiledQuery.raw(sql, [...parameters])
  const result = await tellStatement(toldAs, () => em.getKysely().executeQuery<Row>(statement))
  return result.rows
}
