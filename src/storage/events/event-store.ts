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
   * @returns ids of the connections that have ended
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

/** Those of some connections that have ended; the parameter is an array of ids. */
export const SELECT_ENDED = 'select id from connection where id = any($1::uuid[]) and end_time is not null'
