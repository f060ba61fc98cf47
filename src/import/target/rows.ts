import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'
import type { Row } from '../convert/row.ts'

type ColumnType = 'uuid' | 'text' | 'jsonb' | 'timestamptz' | 'boolean' | 'int' | 'float8' | 'smallint'

/** Columns of a table that are imported, by name; its key is `id`. */
type Columns = Readonly<Record<string, ColumnType>>

/** Outcome of rows that were to be stored. */
export interface Stored {
  written: number
  /** Ids of rows that are here with another content and were not imported, or were changed here since. */
  differing: string[]
}

/** A row that is not here as it should be. `changed`: it was, and something here has changed it since. */
export interface Deviation {
  id: string
  kind: 'missing' | 'different' | 'changed'
}

/** Stores rows of a table: new ones are added, and those that only an import has written are brought up to date. */
export class RowTable {
  readonly #store: string
  readonly #compare: string

  /** @param unique columns of another unique key; a row whose key another row has is left out */
  constructor(name: string, columns: Columns, unique: readonly string[] = []) {
    const proposed = proposedRows(columns)
    this.#store = prepared(storeStatement(name, columns, proposed, takenBy(name, unique)))
    this.#compare = prepared(compareStatement(name, columns, proposed, takenBy(name, unique)))
  }

  /** @returns what became of them */
  async store(em: EntityManager, rows: readonly Row[]): Promise<Stored> {
    if (rows.length === 0) return { written: 0, differing: [] }
    const [stored] = await query<Stored>(em, this.#store, [JSON.stringify(rows)])
    return stored ?? { written: 0, differing: [] }
  }

  /** @returns rows that are not here as they should be */
  async compare(em: EntityManager, rows: readonly Row[]): Promise<Deviation[]> {
    return rows.length === 0 ? [] : await query<Deviation>(em, this.#compare, [JSON.stringify(rows)])
  }
}

function proposedRows(columns: Columns): string {
  const read = Object.entries(columns).map(([name, type]) => `"${name}" ${type === 'jsonb' ? 'text' : type}`)
  const values = Object.entries(columns).map(([name, type]) => (type === 'jsonb' ? `"${name}"::jsonb` : `"${name}"`))
  return `proposed as materialized (
      select ${values.join(', ')} from json_to_recordset($1::json) as proposed (${read.join(', ')}))`
}

/** Whether another row has the unique key of a proposed one. */
function takenBy(table: string, unique: readonly string[]): string {
  if (unique.length === 0) return 'false'
  const equal = unique.map(name => `other."${name}" = proposed."${name}"`).join(' and ')
  return `exists (select from ${table} other where other.id <> proposed.id and ${equal})`
}

const listOf = (columns: Columns, prefix = ''): string =>
  Object.keys(columns)
    .map(name => `${prefix}"${name}"`)
    .join(', ')

/** `xmin` is the transaction that wrote a row as it is. */
const IS_IMPORTED = 'exists (select from import_transaction by where by.id = known.xmin::text::bigint)'

function storeStatement(table: string, columns: Columns, proposed: string, taken: string): string {
  const others = Object.keys(columns).filter(name => name !== 'id')
  return `
    with ${proposed},
    differing as materialized (
      select known.id, ${IS_IMPORTED} as "isImported"
        from proposed join ${table} known on known.id = proposed.id
       where (${listOf(columns, 'known.')}) is distinct from (${listOf(columns, 'proposed.')})),
    added as (
      insert into ${table} (${listOf(columns)})
      select ${listOf(columns)} from proposed
       where not exists (select from ${table} known where known.id = proposed.id) and not ${taken}
      returning id),
    changed as (
      update ${table} known set ${others.map(name => `"${name}" = proposed."${name}"`).join(', ')}
        from proposed, differing
       where known.id = proposed.id and differing.id = proposed.id and differing."isImported"
      returning known.id)
    select (select count(*) from added)::int + (select count(*) from changed)::int as written,
           coalesce((select array_agg(id::text) from differing where not "isImported"), '{}') as differing`
}

const compareStatement = (table: string, columns: Columns, proposed: string, taken: string): string => `
    with ${proposed}
    select proposed.id, case when known.id is null then 'missing' when ${IS_IMPORTED} then 'different' else 'changed' end as kind
      from proposed left join ${table} known on known.id = proposed.id
     where (known.id is null and not ${taken})
        or (known.id is not null and (${listOf(columns, 'known.')}) is distinct from (${listOf(columns, 'proposed.')}))`
