import type { ScopedReader } from '../access/scoped-reader.ts'
import type { Conditions } from './conditions.ts'
import { beginAfter, orderBy, type Position, type Slice } from './slice.ts'

/** A row of a list, with what a statement adds to it and its place in the list. */
export interface Listed<Entity, More> {
  entity: Entity
  row: More
  position: Position
}

/** What a list consists of. */
export interface ListSource<Entity> {
  entity: new (...parameters: never[]) => Entity
  table: string
  /** Columns of the table, where not all are wanted. */
  columns?: string
  /** Further columns, made for the rows of the slice only; these are called `page`. */
  more?: string
}

/** Reads a slice of a list. */
export async function listRows<Entity extends object, More = unknown>(
  reader: Pick<ScopedReader, 'entitiesWith'>,
  { entity, table, columns = '*', more }: ListSource<Entity>,
  conditions: Conditions,
  slice: Slice,
): Promise<Listed<Entity, More>[]> {
  const where = beginAfter(conditions, slice)
  const limit = where.bind(slice.limit)
  const offset = where.bind(slice.offset ?? 0)
  const rows = await reader.entitiesWith<Entity, More & { id: string; position_time: string }>(
    entity,
    `select page.*, page.created_at::text as position_time${more ? `, ${more}` : ''}
       from (select ${columns} from ${table} where id = any(array(
              select id from ${table} where ${where} ${orderBy(slice)} limit ${limit} offset ${offset}))) page
      ${orderBy(slice, 'page.')}`,
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
