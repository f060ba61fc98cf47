import { DomainError, invalid } from '../../domain/errors.ts'
import type { ServiceContext } from '../context.ts'
import { asRefusal } from '../refusal.ts'
import type { SessionCaller } from './caches.ts'
import {
  type ConnectionEventInput,
  isConnectionEvent,
  recordConnectionEvent,
  type StoredEvent,
} from './record-connection-event.ts'

/** Most entries of one batch. */
const MAX_BATCH_ENTRIES = 1000

/** Before the entries are looked at. @throws DomainError invalid_parameters for more than a batch may have */
export function requireBatchSize(field: string, entries: readonly unknown[]): void {
  if (entries.length <= MAX_BATCH_ENTRIES) return
  const message = `${field} has ${entries.length} entries; a batch has at most ${MAX_BATCH_ENTRIES}`
  throw invalid(message, { field, limit: MAX_BATCH_ENTRIES })
}

/** Most entries that are recorded at once: each takes its place among all that waits to be stored. */
const AT_ONCE = 10

/** One entry: how long ago it happened, and how it is recorded. */
export interface BatchEntry {
  ageMs: number
  /** Whether it changes nothing that its neighbours could depend on, nor depends on them: they may be recorded at once. */
  isIndependent: boolean
  record: (context: ServiceContext, caller: SessionCaller) => Promise<StoredEvent>
}

/** An event about a connection. */
export const connectionEntry = (input: ConnectionEventInput): BatchEntry => ({
  ageMs: input.ageMs,
  isIndependent: !isConnectionEvent(input.eventName),
  record: (context, caller) => recordConnectionEvent(context, caller, input),
})

export type EntryResult = { stored: StoredEvent } | { refused: DomainError }

/**
 * Records the entries of a batch in the order in which they happened, each judged on its own: one that is refused does
 * not hold up the others. Events that only are stored share a commit with their neighbours. An entry that says nothing
 * usable is given as the error that says so.
 * @returns one result an entry, in the order of the entries; when the server gives out on the way, those that are left are
 *   refused as overloaded
 * @throws DomainError overloaded when nothing was stored
 */
export async function recordBatch(
  context: ServiceContext,
  caller: SessionCaller,
  entries: readonly (BatchEntry | DomainError)[],
): Promise<EntryResult[]> {
  const results = new Array<EntryResult>(entries.length)
  let failed: unknown
  for (const part of parts(oldestFirst(entries))) {
    const outcomes = await Promise.allSettled(part.map(([, entry]) => record(context, caller, entry)))
    for (const [place, [index]] of part.entries()) {
      const outcome = outcomes[place] as (typeof outcomes)[number]
      if (outcome.status === 'fulfilled') results[index] = outcome.value
      else failed ??= outcome.reason
    }
    if (failed !== undefined) return refusedAsFarAsLeft(results, failed)
  }
  return results
}

/** An error says that nothing was stored: where something was, each entry is told what became of it. */
function refusedAsFarAsLeft(results: readonly (EntryResult | undefined)[], failed: unknown): EntryResult[] {
  const refused = asRefusal(failed)
  const isStored = results.some(result => result && 'stored' in result)
  if (!refused || !isStored) throw failed
  return Array.from(results, result => result ?? { refused })
}

type Numbered = [number, BatchEntry | DomainError]

/** What is recorded at once, in order: neighbours that are independent, and each other entry alone. */
function parts(entries: readonly Numbered[]): Numbered[][] {
  const all: Numbered[][] = []
  let open: Numbered[] | undefined
  for (const numbered of entries) {
    const [, entry] = numbered
    const isIndependent = entry instanceof DomainError || entry.isIndependent
    if (isIndependent && open && open.length < AT_ONCE) {
      open.push(numbered)
      continue
    }
    const part = [numbered]
    all.push(part)
    open = isIndependent ? part : undefined
  }
  return all
}

function oldestFirst(entries: readonly (BatchEntry | DomainError)[]): Numbered[] {
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
