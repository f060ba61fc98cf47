import { DomainError, invalid } from '../../domain/values/errors.ts'
import type { ServiceContext } from '../context.ts'
import type { ReportedEvent } from '../lifecycle/reported-event.ts'
import { asRefusal } from '../refusal.ts'
import type { SessionCaller } from './caches.ts'
import {
  addsConnection,
  type ConnectionEventInput,
  isConnectionEvent,
  prepareConnectionEvent,
  recordConnectionEvent,
  type StoredEvent,
} from './record-connection-event.ts'
import { recordEvents } from './record-events.ts'
import { type PageEventInput, preparePageEvent } from './record-page-event.ts'

/** Most entries of one batch. */
const MAX_BATCH_ENTRIES = 1000

/** Before the entries are looked at. @throws DomainError invalid_parameters for more than a batch may have */
export function requireBatchSize(field: string, entries: readonly unknown[]): void {
  if (entries.length <= MAX_BATCH_ENTRIES) return
  const message = `${field} has ${entries.length} entries; a batch has at most ${MAX_BATCH_ENTRIES}`
  throw invalid(message, { field, limit: MAX_BATCH_ENTRIES })
}

/** Most entries that are recorded together: others take their turn in between. */
const MAX_PART = 100

/** Most entries of a part that only are stored: each takes its place among all that waits to be stored. */
const MAX_PLAIN_PART = 10

/** One entry: how long ago it happened, and how it is recorded. */
export type BatchEntry = { ageMs: number } & (
  | { adds: (context: ServiceContext, caller: SessionCaller) => Promise<StoredEvent> }
  | { isPlain: boolean; prepare: (context: ServiceContext, caller: SessionCaller) => Promise<ReportedEvent> }
)

/** An event about a connection. */
export const connectionEntry = (input: ConnectionEventInput): BatchEntry =>
  addsConnection(input.eventName)
    ? { ageMs: input.ageMs, adds: (context, caller) => recordConnectionEvent(context, caller, input) }
    : {
        ageMs: input.ageMs,
        isPlain: !isConnectionEvent(input.eventName),
        prepare: (context, caller) => prepareConnectionEvent(context, caller, input),
      }

/** An event of the page or of its access to devices. */
export const pageEntry = (input: PageEventInput): BatchEntry =>
  addsConnection(input.eventName)
    ? connectionEntry(input)
    : { ageMs: input.ageMs, isPlain: false, prepare: (context, caller) => preparePageEvent(context, caller, input) }

export type EntryResult = { stored: StoredEvent } | { refused: DomainError }

/**
 * Records the entries of a batch in the order in which they happened, each judged on its own: one that is refused does
 * not hold up the others. Neighbours share a transaction. An entry that says nothing usable is given as the error that
 * says so.
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
  for (const part of parts(oldestFirst(entries))) {
    const some = part.map(([, entry]) => entry)
    try {
      const recorded = await recordPart(context, caller, some)
      for (const [place, [index]] of part.entries()) results[index] = recorded[place] as EntryResult
    } catch (error) {
      return refusedAsFarAsLeft(results, error)
    }
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

type Entry = BatchEntry | DomainError
type Numbered = [number, Entry]

const isPlain = (entry: Entry): boolean => entry instanceof DomainError || ('isPlain' in entry && entry.isPlain)

/** Parts that are recorded together, in order: an added connection alone, because later entries may be about its peer. */
function parts(entries: readonly Numbered[]): Numbered[][] {
  const all: Numbered[][] = []
  let open: { part: Numbered[]; isPlain: boolean } | undefined
  for (const numbered of entries) {
    const [, entry] = numbered
    if (!(entry instanceof DomainError) && 'adds' in entry) {
      all.push([numbered])
      open = undefined
      continue
    }
    const staysPlain = isPlain(entry) && (open?.isPlain ?? true)
    if (open && open.part.length < (staysPlain ? MAX_PLAIN_PART : MAX_PART)) {
      open.part.push(numbered)
      open.isPlain = staysPlain
      continue
    }
    open = { part: [numbered], isPlain: isPlain(entry) }
    all.push(open.part)
  }
  return all
}

function oldestFirst(entries: readonly Entry[]): Numbered[] {
  const age = (entry: Entry) => (entry instanceof DomainError ? 0 : entry.ageMs)
  return [...entries.entries()].sort(([, a], [, b]) => (age(b) > age(a) ? 1 : age(b) < age(a) ? -1 : 0))
}

async function recordPart(
  context: ServiceContext,
  caller: SessionCaller,
  part: readonly Entry[],
): Promise<EntryResult[]> {
  const [first] = part
  if (first && 'adds' in first) return [await asResult(first.adds(context, caller))]
  const prepared = await Promise.all(part.map(entry => prepare(context, caller, entry)))
  const events = prepared.filter((one): one is ReportedEvent => !(one instanceof DomainError))
  const outcomes = (await recordEvents(context, caller, events)).values()
  return prepared.map((one): EntryResult => {
    const outcome = one instanceof DomainError ? one : outcomes.next().value
    if (!outcome || outcome instanceof DomainError) return { refused: outcome as DomainError }
    return { stored: { eventId: outcome.eventId } }
  })
}

const asResult = (recorded: Promise<StoredEvent>): Promise<EntryResult> =>
  recorded.then((stored): EntryResult => ({ stored })).catch(error => ({ refused: refusalOf(error) }))

async function prepare(
  context: ServiceContext,
  caller: SessionCaller,
  entry: Entry,
): Promise<ReportedEvent | DomainError> {
  if (entry instanceof DomainError || 'adds' in entry) return entry as DomainError
  return await entry.prepare(context, caller).catch(refusalOf)
}

/** @throws what is not about the entry */
function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError && error.code !== 'overloaded') return error
  throw error
}
