import type { EntityManager } from '@mikro-orm/postgresql'
import { NIL } from 'uuid'
import type { JsonObject } from '../../domain/values/json.ts'
import { query } from '../engine/sql.ts'
import { Conditions } from '../queries/conditions.ts'
import type { Listed } from '../queries/list-rows.ts'
import type { PageQuery } from '../queries/page-query.ts'
import { linksTo, type RecordField, type RecordKind, recordKinds } from './record-kinds.ts'

/** A record as it is stored. */
export interface StoredRecord {
  id: string
  createdAt: Date | null
  /** By name of the field. */
  fields: JsonObject
}

/** Limit of the count of records that point to one. */
const MAX_COUNT = 10_000

const column = ({ name, sql }: RecordField) => sql ?? name

const columnsOf = ({ key, createdAt, fields }: RecordKind) => `
  ${key} as id, ${createdAt ?? 'null::timestamptz'} as "createdAt",
  jsonb_build_object(${fields.flatMap(field => [`'${field.name}'`, column(field)]).join(', ')}) as fields`

interface RecordRow extends Omit<StoredRecord, 'createdAt'> {
  createdAt: string | null
}

const toRecord = ({ createdAt, ...row }: RecordRow): StoredRecord => ({
  ...row,
  createdAt: createdAt === null ? null : new Date(createdAt),
})

/** Reads a page of the records of a kind, by their ids. @param filters values by name of the column */
export async function listRecords(
  em: EntityManager,
  kind: RecordKind,
  filters: Readonly<Record<string, string>>,
  { order, limit, after }: PageQuery,
): Promise<Listed<StoredRecord>[]> {
  const [comparison, direction] = order === 'oldest_first' ? ['>', 'asc'] : ['<', 'desc']
  const where = new Conditions().equal(filters).add(after?.id, id => `${kind.key} ${comparison} ${id}::uuid`)
  const rows = await query<RecordRow>(
    em,
    `select ${columnsOf(kind)} from ${kind.table} where ${where} order by ${kind.key} ${direction} limit ${where.bind(limit)}`,
    where.parameters,
  )
  return rows.map(row => ({ value: toRecord(row), cursor: { key: '', id: row.id } }))
}

/** @param within value of the field that says where its records are; undefined where the kind has none */
export async function findRecord(
  em: EntityManager,
  kind: RecordKind,
  id: string,
  { within, locked = false }: { within?: string | undefined; locked?: boolean } = {},
): Promise<StoredRecord | undefined> {
  const where = new Conditions().equal({ [kind.key]: id })
  if (kind.within) where.equal({ [kind.within]: within ?? NIL })
  const [row] = await query<RecordRow>(
    em,
    `select ${columnsOf(kind)} from ${kind.table} where ${where} ${locked ? 'for no key update' : ''}`,
    where.parameters,
  )
  return row && toRecord(row)
}

export interface RecordReferences {
  kind: string
  field: string
  count: number
}

/** Counts records that point to one. */
export async function countReferences(em: EntityManager, target: RecordKind, id: string): Promise<RecordReferences[]> {
  const counted: RecordReferences[] = []
  for (const { from, field } of linksTo(target)) {
    const [row] = await query<{ count: number }>(
      em,
      `select count(*)::int as count from (select from ${from.table} where ${field} = $1 limit ${MAX_COUNT}) found`,
      [id],
    )
    counted.push({ kind: from.name, field, count: row?.count ?? 0 })
  }
  return counted
}

/** The number of records of each kind, as the planner estimates it, by name of the kind. */
export async function estimateRecords(em: EntityManager): Promise<Map<string, number>> {
  const rows = await query<{ table: string; rows: number }>(
    em,
    `select coalesce(parent.relname, own.relname)::text as table, sum(greatest(own.reltuples, 0))::float8 as rows
       from pg_class own left join pg_inherits on inhrelid = own.oid left join pg_class parent on parent.oid = inhparent
      where coalesce(parent.relname, own.relname) = any($1::text[]) and own.relkind = 'r'
        and own.relnamespace = current_schema()::regnamespace
      group by 1`,
    [recordKinds.map(({ table }) => table)],
  )
  const byTable = new Map(rows.map(({ table, rows: count }) => [table, Math.round(count)]))
  return new Map(recordKinds.map(({ name, table }) => [name, byTable.get(table) ?? 0]))
}

/** Changes columns of a record. */
export async function changeRecord(
  em: EntityManager,
  kind: RecordKind,
  id: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(values)
  await query(
    em,
    `update ${kind.table} set ${columns.map((name, at) => `${name} = $${at + 2}`).join(', ')} where ${kind.key} = $1`,
    [id, ...columns.map(name => values[name])],
  )
}

/** The organization that a record belongs to, or is; undefined: none. */
export async function organizationOf(
  em: EntityManager,
  kind: RecordKind,
  record: StoredRecord,
): Promise<string | undefined> {
  if (kind.name === 'organization') return record.id
  if (kind.name === 'app') return String(record.fields['organization_id'])
  const appId = record.fields['app_id']
  if (typeof appId !== 'string') return undefined
  const [app] = await query<{ id: string }>(em, 'select organization_id as id from app where id = $1', [appId])
  return app?.id
}
