import type { EntityManager } from '@mikro-orm/postgresql'
import type { CompiledQuery } from 'kysely'
import { CompiledQuery as Compiled } from 'kysely'

/** An entity manager that notes the statements which go through it, and what explains them. */
export interface RecordingManager {
  em: EntityManager
  statements: CompiledQuery[]
  /** The plan of a statement as it ran, with buffers and times. */
  explain(statement: CompiledQuery): Promise<string>
}

export function recordStatements(em: EntityManager): RecordingManager {
  const statements: CompiledQuery[] = []
  const kysely = em.getKysely()
  const execute = kysely.executeQuery.bind(kysely)
  kysely.executeQuery = ((statement: CompiledQuery) => {
    statements.push(statement)
    return execute(statement)
  }) as typeof kysely.executeQuery
  em.getKysely = (() => kysely) as unknown as typeof em.getKysely
  const explain = async ({ sql, parameters }: CompiledQuery) => {
    const result = await execute<Record<string, string>>(
      Compiled.raw(`explain (analyze, buffers) ${sql}`, [...parameters]),
    )
    return result.rows.map(row => row['QUERY PLAN']).join('\n')
  }
  return { em, statements, explain }
}
