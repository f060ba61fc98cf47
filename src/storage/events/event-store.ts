import type { EventRow } from './event-row.ts'

/** A row to store, perhaps under a condition. */
export interface ConditionalRow {
  row: EventRow
  /** Whether the row may be stored only while its connection is open. */
  requiresOpenConnection: boolean
}

/** Commits rows of the event table, many at a time. */
export interface EventStore {
  /**
   * Commits the rows, all or none; one that is already there is left as it is. Those whose condition does not hold are
   * left out.
   * @returns ids of the connections that have ended, or are gone
   */
  store(rows: readonly ConditionalRow[]): Promise<ReadonlySet<string>>
  /** Lets go of the database. */
  close(): Promise<void>
}

/** Ids of the connections that must be open for some of the rows. */
export const guardedConnections = (rows: readonly ConditionalRow[]): string[] => [
  ...new Set(
    rows.flatMap(({ row, requiresOpenConnection }) => (requiresOpenConnection ? (row.connectionId ?? []) : [])),
  ),
]

/** Those of some connections that have ended, or are gone; the parameter is an array of ids. */
export const SELECT_ENDED = `
  select id from unnest($1::uuid[]) as guarded (id)
   where not exists (select from connection where connection.id = guarded.id and end_time is null)`
