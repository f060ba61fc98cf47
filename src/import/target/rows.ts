import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/prepared-statements.ts'
import { query } from '../../storage/sql.ts'

type ColumnType = 'uuid' | 'text' | 'jsonb' | 'timestamptz' | 'boolean' | 'int' | 'float8' | 'smallint'

/** Columns of a table that are imported, by name; its key is `id`. */
type Columns = Readonly<Record<string, ColumnType>>

/** What became of rows that were to be stored. */
export interface Stored {
  written: number
  /** Ids of rows that are here with another content and were not imported, or were changed here since. */
  differing: string[]
}

export type Row = Record<string, unknown>

/** Stores rows of a table: new ones are added, and those that only an import has written are brought up to date. */
export class RowTable {
  readonly #statement: string

  /** @param unique columns of another unique key; a row whose key another row has is left out */
  constructor(name: string, columns: Columns, unique: readonly string[] = []) {
    this.#statement = prepared(statement(name, columns, unique))
  }

  /** @returns what became of them */
  async store(em: EntityManager, rows: readonly Row[]): Promise<Stored> {
    if (rows.length === 0) return { written: 0, differing: [] }
    const [stored] = await query<Stored>(em, this.#statement, [JSON.stringify(rows)])
    return stored ?? { written: 0, differing: [] }
  }
}

/** `xmin` is the transaction that wrote a row as it is. */
function statement(table: string, columns: Columns, unique: readonly string[]): string {
  const names = Object.keys(columns)
  const read = Object.entries(columns).map(([name, type]) => `"${name}" ${type === 'jsonb' ? 'text' : type}`)
  const values = Object.entries(columns).map(([name, type]) => (type === 'jsonb' ? `"${name}"::jsonb` : `"${name}"`))
  const list = (prefix: string) => names.map(name => `${prefix}"${name}"`).join(', ')
  const others = names.filter(name => name !== 'id')
  const taken =
    unique.length === 0
      ? ''
      : `and not exists (select from ${table} other where other.id <> proposed.id and
           ${unique.map(name => `other."${name}" = proposed."${name}"`).join(' and ')})`
  return `
    with proposed as materialized (
      select ${values.join(', ')} from json_to_recordset($1::json) as proposed (${read.join(', ')})),
    differing as materialized (
      select known.id, exists (select from import_transaction by where by.id = known.xmin::text::bigint) as "isImported"
        from proposed join ${table} known on known.id = proposed.id
       where (${list('known.')}) is distinct from (${list('proposed.')})),
    added as (
      insert into ${table} (${list('')})
      select ${list('')} from proposed
       where not exists (select from ${table} known where known.id = proposed.id) ${taken}
      returning id),
    changed as (
      update ${table} known set ${others.map(name => `"${name}" = proposed."${name}"`).join(', ')}
        from proposed, differing
       where known.id = proposed.id and differing.id = proposed.id and differing."isImported"
      returning known.id)
    select (select count(*) from added)::int + (select count(*) from changed)::int as written,
           coalesce((select array_agg(id::text) from differing where not "isImported"), '{}') as differing`
}
