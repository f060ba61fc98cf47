import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from '../../storage/engine/sql.ts'

/** Runs a statement in the database that is read, outside of any transaction. */
export type Read = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>

/** Rows that are held at once. */
const PAGE = 500

/** Copies rows of a table from one database of ours into another, as they are. */
export class TableCopy {
  readonly #table: string
  readonly #columns: string
  readonly #key: string

  private constructor(table: string, columns: readonly string[], key: string) {
    this.#table = table
    this.#columns = columns.map(name => `"${name}"`).join(', ')
    this.#key = key
  }

  /** @param key its primary key, columns separated by commas */
  static async of(em: EntityManager, table: string, key: string): Promise<TableCopy> {
    const rows = await query<{ name: string }>(
      em,
      `select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
      [table],
    )
    return new TableCopy(
      table,
      rows.map(({ name }) => name),
      key,
    )
  }

  /**
   * Adds the rows that are not there yet.
   * @param where a condition with `$1`, or none for all rows
   * @returns rows that were read
   */
  async copy(read: Read, to: EntityManager, where?: { condition: string; value: unknown }): Promise<number> {
    const condition = where?.condition ?? '$1::text is null'
    let copied = 0
    for (;;) {
      // By number: no table changes meanwhile, and the pages of a call are few.
      const [page] = await read<{ rows: string | null; count: number }>(
        `select json_agg(page)::text as rows, count(*)::int as count
           from (select ${this.#columns} from ${this.#table} where ${condition} order by ${this.#key} limit ${PAGE} offset $2) page`,
        [where?.value ?? null, copied],
      )
      if (!page?.rows) return copied
      await query(
        to,
        `insert into ${this.#table} (${this.#columns})
         select ${this.#columns} from json_populate_recordset(null::${this.#table}, $1::json) on conflict do nothing`,
        [page.rows],
      )
      copied += page.count
      if (page.count < PAGE) return copied
    }
  }
}
