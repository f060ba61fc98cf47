import { isConflict, isUniqueViolation } from '../storage/engine/failures.ts'
import { findCallIds } from './call-ids.ts'
import { instantOf, timestampOf } from './convert/source-time.ts'
import { copyCalls } from './copy-calls.ts'
import type { ImportContext } from './import-context.ts'
import { CallEvents, type EventSelection } from './source/call-events.ts'
import { type CallRows, readCalls } from './source/call-rows.ts'
import { type ConferenceState, readConferenceStates } from './source/conference-state.ts'
import type { SourceConference } from './source/rows.ts'
import { type Checkpoint, type CopiedConference, findCopied } from './target/bookkeeping.ts'

/** Calls that are copied in one transaction, and their events, but for a single call that has more. */
const CALLS_AT_ONCE = 40
const EVENTS_AT_ONCE = 4000

/** Age, relative to its newest event, of events that a call that goes on may still get, ms. */
const LATE_MS = 5 * 60 * 1000

/** Most that the rows of one stats report lie apart, ms: up to 15 were seen. */
const REPORT_SPAN_MS = 10_000

const ATTEMPTS = 3

/** A call that is not here yet, or has changed since it was copied. */
interface ChangedCall {
  conference: SourceConference
  state: string
  events: number
  isRepeated: boolean
  from: Checkpoint | null
  until: string | null
}

/** Copies what is new of some conferences, which `read` reads. @returns how many there were */
export async function copyConferences(
  context: ImportContext,
  read: () => Promise<SourceConference[]>,
): Promise<SourceConference[]> {
  const { conferences, changed } = await findChanged(context, read)
  for (const batch of batches(changed)) {
    if (context.signal.aborted) break
    await copyBatch(context, batch)
  }
  return conferences
}

async function findChanged(
  { source, target, progress }: ImportContext,
  read: () => Promise<SourceConference[]>,
): Promise<{ conferences: SourceConference[]; changed: ChangedCall[] }> {
  return await source.snapshot(async () => {
    const conferences = await read()
    const ids = conferences.map(({ id }) => id)
    const copied = await findCopied(target.em(), ids)
    const checkpoints = ids.map(id => copied.get(id)?.checkpoint?.at ?? null)
    const states = await readConferenceStates(source, ids, checkpoints)
    const changed = conferences.flatMap(conference => {
      const state = states.get(conference.id)
      const before = copied.get(conference.id)
      if (state && state.state !== before?.state) return [changedCall(conference, state, before)]
      progress.skip(state?.events ?? 0)
      return []
    })
    return { conferences, changed }
  })
}

function changedCall(
  conference: SourceConference,
  { state, events, earlier_events, newest_event }: ConferenceState,
  before: CopiedConference | undefined,
): ChangedCall {
  const checkpoint = before?.checkpoint ?? null
  const newest = newest_event === null ? null : instantOf(newest_event)
  return {
    conference,
    state,
    events,
    isRepeated: before !== undefined,
    // Something that happened before it has come since: all is looked at again.
    from: checkpoint?.events === earlier_events ? checkpoint : null,
    until: conference.ongoing && newest ? timestampOf(new Date(newest.getTime() - LATE_MS)) : null,
  }
}

function* batches(calls: readonly ChangedCall[]): Generator<ChangedCall[], void, undefined> {
  let batch: ChangedCall[] = []
  let events = 0
  for (const call of calls) {
    if (batch.length === CALLS_AT_ONCE || (batch.length > 0 && events + call.events > EVENTS_AT_ONCE)) {
      yield batch
      batch = []
      events = 0
    }
    batch.push(call)
    events += call.events
  }
  if (batch.length > 0) yield batch
}

/** Calls that a server here changed at the same moment are looked at again. */
async function copyBatch(context: ImportContext, batch: readonly ChangedCall[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      context.progress.add(await context.source.snapshot(() => readAndCopy(context, batch)))
      return
    } catch (error) {
      if (attempt === ATTEMPTS || !(isConflict(error) || isUniqueViolation(error))) throw error
    }
  }
}

async function readAndCopy(context: ImportContext, batch: readonly ChangedCall[]): Promise<number> {
  const { source, target } = context
  const calls = await readCalls(
    source,
    batch.map(({ conference }) => conference),
  )
  const ids = await findCallIds(target.em(), calls)
  const byId = new Map(batch.map(call => [call.conference.id, call]))
  const copies = calls.flatMap(call => {
    const [changed, callIds] = [byId.get(call.conference.id), ids.get(call.conference.id)]
    return changed && callIds ? [{ ...changed, call, ids: callIds }] : []
  })
  copies.sort((a, b) => (a.call.conference.id < b.call.conference.id ? -1 : 1))
  const events = new CallEvents(source, wantedEvents(calls, byId))
  try {
    return await copyCalls(context, copies, events)
  } finally {
    await events.close()
  }
}

const wantedEvents = (calls: readonly CallRows[], byId: ReadonlyMap<string, ChangedCall>): EventSelection[] =>
  calls.map(({ conference }) => {
    const from = byId.get(conference.id)?.from?.at
    const begin = from === undefined ? null : instantOf(from)
    return {
      conferenceId: conference.id,
      from: begin && timestampOf(new Date(begin.getTime() - REPORT_SPAN_MS)),
    }
  })
