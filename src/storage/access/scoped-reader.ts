import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../engine/sql.ts'
import type { ReadReplica } from '../postgres/read-replica.ts'
import type { DataScope } from './data-scope.ts'

/** Rows that belong to one of the apps of the scope. */
const ofApps = (table: string) => `select * from ${table} where app_id = any($apps::uuid[])`

const ofConferences = (table: string) =>
  `select * from ${table} where exists (select from conference where conference.id = ${table}.conference_id)`

/** Rows that a scope shows of each table. A table that is not here shows nothing. */
export const scopedTables = {
  organization: 'select * from organization where id = any($organizations::uuid[])',
  app: 'select * from app where id = any($apps::uuid[])',
  conference: ofApps('conference'),
  participant: ofApps('participant'),
  session: ofApps('session'),
  connection: ofApps('connection'),
  track: ofApps('track'),
  issue: ofApps('issue'),
  event: ofApps('event'),
  conference_participant: ofConferences('conference_participant'),
  summary: ofConferences('summary'),
  summary_chunk: ofConferences('summary_chunk'),
  series_chunk: ofConferences('series_chunk'),
  analysis: ofConferences('analysis'),
} as const

/** Tables of which no scope shows anything. */
export const hiddenTables = [
  'schema_migration',
  'analysis_progress',
  'user_account',
  'membership',
  'sign_in',
  'sign_in_attempt',
  'api_token',
  'audit_entry',
  'watch',
  'imported_conference',
  'import_transaction',
] as const

/**
 * The only way by which what users ask reaches the database: statements see, under the names of the tables, the rows of
 * one scope and nothing else. Each name stands for a common table expression that PostgreSQL merges into the statement,
 * so that indexes are used as on the table itself.
 */
export class ScopedReader {
  readonly #scope: () => DataScope
  readonly #em: EntityManager
  readonly #replica: ReadReplica | null

  /**
   * @param scope the one to read in, asked for with each statement
   * @param replica is read where it can be, else the database of the entity manager
   */
  constructor(em: EntityManager, scope: () => DataScope, replica: ReadReplica | null = null) {
    this.#em = em
    this.#replica = replica
    this.#scope = scope
  }

  /** Runs one `select` (or `with … select`) with bound parameters (`$1`, `$2`, …). */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { organizationIds, appIds } = this.#scope()
    const statement = scopedStatement(sql, parameters.length)
    const values = [...parameters, organizationIds, appIds]
    return (
      (await this.#replica?.query<Row>(statement, values, sql)) ?? (await query<Row>(this.#em, statement, values, sql))
    )
  }

  /** Runs one `select` of all columns of an entity's table. */
  async entities<Entity extends object>(
    entity: new (...parameters: never[]) => Entity,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Entity[]> {
    const read = await this.entitiesWith<Entity, unknown>(entity, sql, parameters)
    return read.map(({ entity }) => entity)
  }

  /** The same with further columns: each entity with the row that it was made of. */
  async entitiesWith<Entity extends object, More>(
    entity: new (...parameters: never[]) => Entity,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<{ entity: Entity; row: More }[]> {
    const rows = await this.query<More & Record<string, unknown>>(sql, parameters)
    return rows.map(row => ({ entity: this.#em.map(entity, row) as Entity, row }))
  }
}

/** The statement behind the tables of its scope, whose two parameters follow the statement's own. */
function scopedStatement(sql: string, parameterCount: number): string {
  const statement = /^\s*with\s+(?!recursive\b)(?<rest>[\s\S]*)$/i.exec(sql)?.groups?.['rest']
  const tables = preludeOf(parameterCount)
  return statement === undefined ? `with ${tables} ${sql}` : `with ${tables}, ${statement}`
}

const preludes = new Map<number, string>()

function preludeOf(parameterCount: number): string {
  let prelude = preludes.get(parameterCount)
  if (prelude === undefined) {
    const shown = Object.entries(scopedTables).map(([name, rows]) => `${name} as not materialized (${rows})`)
    const hidden = hiddenTables.map(name => `${name} as not materialized (select * from ${name} where false)`)
    prelude = [...shown, ...hidden]
      .join(', ')
      .replaceAll('$organizations', `$${parameterCount + 1}`)
      .replaceAll('$apps', `$${parameterCount + 2}`)
    preludes.set(parameterCount, prelude)
  }
  return prelude
}
