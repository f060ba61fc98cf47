import type { ScopedReader } from '../access/scoped-reader.ts'

/** Tables whose rows can be asked for one by one. */
export type NamedTable = 'app' | 'conference' | 'participant' | 'session' | 'connection' | 'track' | 'issue'

/** The row with an id, unless it is outside the scope. */
export async function findRow<Entity extends object>(
  reader: ScopedReader,
  entity: new (...parameters: never[]) => Entity,
  table: NamedTable,
  id: string,
): Promise<Entity | undefined> {
  return (await reader.entities(entity, `select * from ${table} where id = $1`, [id]))[0]
}

/** Whether the scope has a row with an id. */
export const hasRow = async (reader: ScopedReader, table: NamedTable, id: string): Promise<boolean> =>
  (await reader.query(`select from ${table} where id = $1`, [id])).length > 0
