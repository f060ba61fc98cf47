import type { ScopedReader } from '../access/scoped-reader.ts'
import type { Conditions } from './conditions.ts'
import { beginAfter, type Cursor, orderBy, type PageQuery } from './page-query.ts'

/** A row of a list, with what a statement adds to it and its place in the list. */
export interface Listed<Entity, More> {
  entity: Entity
  row: More
  position: Cursor
}

/** What a list consists of. */
export interface ListSource<Entity> {
  entity: new (...parameters: never[]) => Entity
  table: string
  /** Columns of the table, where not all are wanted. */
  columns?: string
  /** Further columns, made for the rows of the page only; these are called `page`. */
  more?: string
}

/** Reads a page of a list. */
export async function listRows<Entity extends object, More = unknown>(
  reader: Pick<ScopedReader, 'entitiesWith'>,
  { entity, table, columns = '*', more }: ListSource<Entity>,
  conditions: Conditions,
  pageQuery: PageQuery,
): Promise<Listed<Entity, More>[]> {
  const where = beginAfter(conditions, pageQuery)
  const limit = where.bind(pageQuery.limit)
  const offset = where.bind(pageQuery.offset ?? 0)
  const rows = await reader.entitiesWith<Entity, More & { id: string; position_time: string }>(
    entity,
    `select page.*, page.created_at::text as position_time${more ? `, ${more}` : ''}
       from (select ${columns} from ${table} where id = any(array(
              select id from ${table} where ${where} ${orderBy(pageQuery)} limit ${limit} offset ${offset}))) page
      ${orderBy(pageQuery, 'page.')}`,
    where.parameters,
  )
  return rows.map(({ entity, row }) => ({ entity, row, position: { time: row.position_time, id: row.id } }))
}

/** How many rows a list has. */
export async function countRows(reader: ScopedReader, table: string, conditions: Conditions): Promise<number> {
  const rows = await reader.query<{ count: number }>(
    `select count(*)::int as count from ${table} where ${conditions}`,
    conditions.parameters,
  )
  return rows[0]?.count ?? 0
}
