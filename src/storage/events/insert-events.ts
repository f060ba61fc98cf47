import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../prepared-statements.ts'
import { query } from '../sql.ts'
import { type EventRow, eventColumns, eventValues } from './event-row.ts'

/** Statements of up to so many rows are prepared. */
const PREPARED_ROWS = 16

/** Rows per statement: 17 parameters a row stay far below the protocol's 65,535. */
const ROWS_PER_STATEMENT = 1000

/**
 * Stores events in the entity manager's transaction; one that is already there is left as it is.
 * @returns how many were not there before
 */
export async function insertEvents(em: EntityManager, rows: readonly EventRow[]): Promise<number> {
  let stored = 0
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const part = rows.slice(from, from + ROWS_PER_STATEMENT)
    const statement = statements[part.length - 1] ?? insertStatement(part.length)
    stored += (await query(em, statement, part.flatMap(eventValues))).length
  }
  return stored
}

function insertStatement(rowCount: number): string {
  const width = eventColumns.length
  const tuple = (row: number) => `(${eventColumns.map((_, column) => `$${row * width + column + 1}`).join(',')})`
  const tuples = Array.from({ length: rowCount }, (_, row) => tuple(row)).join(',')
  return `insert into event (${eventColumns.join(',')}) values ${tuples} on conflict (conference_id, id) do nothing
          returning id`
}

const statements = Array.from({ length: PREPARED_ROWS }, (_, index) => prepared(insertStatement(index + 1)))

/** Gives an event the track that was not known yet when it was stored. */
export async function tieToTrack(
  em: EntityManager,
  conferenceId: string,
  eventId: string,
  trackId: string,
): Promise<void> {
  await query(em, 'update event set track_id = $3 where conference_id = $1 and id = $2 and track_id is null', [
    conferenceId,
    eventId,
    trackId,
  ])
}

/** Whether an event is stored already. */
export async function hasEvent(em: EntityManager, conferenceId: string, id: string): Promise<boolean> {
  return (await query(em, 'select from event where conference_id = $1 and id = $2', [conferenceId, id])).length > 0
}
