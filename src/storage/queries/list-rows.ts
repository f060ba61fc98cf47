import type { ScopedReader } from '../access/scoped-reader.ts'
import type { Conditions } from './conditions.ts'
import { beginAfter, type Cursor, orderBy, type PageQuery, sortColumn } from './page-query.ts'

/** An item of a list, with its place in the list. */
export interface Listed<Value> {
  value: Value
  cursor: Cursor
}

/** Where the rows of a list come from. */
export interface ListSource<Entity> {
  entity: new (...parameters: never[]) => Entity
  table: string
  /** Columns of the table, where not all are wanted. */
  columns?: string
  /** Further columns, made for the rows of the page only; these are called `page`. */
  more?: string
}

/** Which rows of a table a list has. */
export interface Selection {
  where: Conditions
  /**
   * A condition on `app`: rows are looked up app by app, so that each lookup follows the index of the app's list. Undefined:
   * `where` leads to the rows by itself.
   */
  apps?: string | undefined
}

/** Reads a page of a list. */
export async function listRows<Entity extends object, More = unknown>(
  reader: Pick<ScopedReader, 'entitiesWith'>,
  { entity, table, columns = '*', more }: ListSource<Entity>,
  { where, apps }: Selection,
  pageQuery: PageQuery,
): Promise<Listed<{ entity: Entity; row: More }>[]> {
  const rows = await reader.entitiesWith<Entity, More & { id: string; cursor_key: string }>(
    entity,
    `select page.*, page.${sortColumn(pageQuery)}::text as cursor_key${more ? `, ${more}` : ''}
       from (select ${columns} from ${table}
              where id = any(array(${pageIds(table, { where: beginAfter(where, pageQuery), apps }, pageQuery)}))) page
      ${orderBy(pageQuery, 'page.')}`,
    where.parameters,
  )
  return rows.map(({ entity, row }) => ({ value: { entity, row }, cursor: { key: row.cursor_key, id: row.id } }))
}

/** Reads a page of a list whose items are whole entities. */
export async function listEntities<Entity extends object>(
  ...list: Parameters<typeof listRows<Entity>>
): Promise<Listed<Entity>[]> {
  const rows = await listRows(...list)
  return rows.map(({ value, cursor }) => ({ value: value.entity, cursor }))
}

/** The statement that finds the ids of a page. */
function pageIds(table: string, { where, apps }: Selection, pageQuery: PageQuery): string {
  const limit = `${where.bind(pageQuery.limit)}::bigint`
  const offset = `${where.bind(pageQuery.offset ?? 0)}::bigint`
  if (apps === undefined) {
    return `select id from ${table} where ${where} ${orderBy(pageQuery)} limit ${limit} offset ${offset}`
  }
  const ofApp = `select ${table}.id, ${table}.${sortColumn(pageQuery)} from ${table}
    where ${table}.app_id = app.id and ${where} ${orderBy(pageQuery)} limit ${limit} + ${offset}`
  return `select found.id from app, lateral (${ofApp}) found
    where ${apps} ${orderBy(pageQuery, 'found.')} limit ${limit} offset ${offset}`
}

/** Number of rows of a list. @param limit counts no further; undefined: all */
export async function countRows(
  reader: ScopedReader,
  table: string,
  { where, apps = 'true' }: Selection,
  limit?: number,
): Promise<number> {
  const ofApps = apps === 'true' ? 'true' : `app_id in (select app.id from app where ${apps})`
  const rows = await reader.query<{ count: number }>(
    `select count(*)::int as count
       from (select from ${table} where ${where} and ${ofApps} limit ${where.bind(limit ?? null)}::bigint) counted`,
    where.parameters,
  )
  return rows[0]?.count ?? 0
}
