import { DomainError } from '../../domain/errors.ts'
import type { ServiceContext } from '../context.ts'
import type { SessionCaller } from './caches.ts'
import type { StoredEvent } from './record-connection-event.ts'

/** Most entries of one batch. */
const BATCH_LIMIT = 1000

/** One entry: how long ago it happened, and how it is recorded. */
export interface BatchEntry {
  ageMs: number
  record: (context: ServiceContext, caller: SessionCaller) => Promise<StoredEvent>
}

export type EntryResult = { stored: StoredEvent } | { refused: DomainError }

/**
 * Records the entries of a batch in the order in which they happened, each judged on its own: one that is refused does
 * not hold up the others. An entry that says nothing usable is given as the error that says so.
 * @returns one result an entry, in the order of the entries
 * @throws DomainError overloaded, or what else is not about a single entry; what was stored stays stored
 */
export async function recordBatch(
  context: ServiceContext,
  caller: SessionCaller,
  entries: readonly (BatchEntry | DomainError)[],
): Promise<EntryResult[]> {
  if (entries.length > BATCH_LIMIT) {
    throw new DomainError('invalid_parameters', `A batch has at most ${BATCH_LIMIT} entries`)
  }
  const results = new Array<EntryResult>(entries.length)
  for (const [index, entry] of oldestFirst(entries)) results[index] = await record(context, caller, entry)
  return results
}

function oldestFirst(entries: readonly (BatchEntry | DomainError)[]): [number, BatchEntry | DomainError][] {
  const age = (entry: BatchEntry | DomainError) => (entry instanceof DomainError ? 0 : entry.ageMs)
  return [...entries.entries()].sort(([, a], [, b]) => (age(b) > age(a) ? 1 : age(b) < age(a) ? -1 : 0))
}

async function record(
  context: ServiceContext,
  caller: SessionCaller,
  entry: BatchEntry | DomainError,
): Promise<EntryResult> {
  if (entry instanceof DomainError) return { refused: entry }
  try {
    return { stored: await entry.record(context, caller) }
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'overloaded') return { refused: error }
    throw error
  }
}
