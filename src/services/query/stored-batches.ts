import type { ScopedReader } from '../../storage/access/scoped-reader.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'
import { type EventFilter, readEventKeys, readEventRows } from '../../storage/queries/events.ts'
import type { Cursor } from '../../storage/queries/page-query.ts'

/** Keys that are put in order at once: some MB, however long the call was. */
const KEYS_AT_ONCE = 50_000

/** Rows that are in memory at once: some MB of unpacked reports. */
const ROWS_AT_ONCE = 250

/** Some events as they are stored, by event time, in batches. */
export async function* storedBatches(
  reader: ScopedReader,
  filter: EventFilter,
): AsyncGenerator<StoredEvent[], void, undefined> {
  for (let after: Cursor | undefined; ; ) {
    const keys = await readEventKeys(reader, filter, { order: 'oldest_first', limit: KEYS_AT_ONCE, after })
    for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
      yield await readEventRows(reader, keys.slice(from, from + ROWS_AT_ONCE))
    }
    const last = keys.at(-1)
    after = last && { key: last.time, id: last.id }
    if (!after || keys.length < KEYS_AT_ONCE) return
  }
}
