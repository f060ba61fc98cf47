import { isConflict, isUniqueViolation } from '../storage/failures.ts'
import { findCallIds } from './call-ids.ts'
import { instantOf, timestampOf } from './convert/source-time.ts'
import { copyCall } from './copy-call.ts'
import type { ImportContext } from './import-context.ts'
import { CallEvents, type WantedEvents } from './source/call-events.ts'
import { type CallRows, readCalls } from './source/call-rows.ts'
import { type ConferenceState, readConferenceStates } from './source/conference-state.ts'
import type { SourceConference } from './source/rows.ts'
import { type Checkpoint, type CopiedConference, findCopied } from './target/bookkeeping.ts'

/** Events that are read in one transaction of the source, but for a single call that has more. */
const EVENTS_AT_ONCE = 20_000

/** How far back of its newest event a call that goes on may still get events, ms. */
const LATE_MS = 5 * 60 * 1000

/** How far apart the rows of one stats report are at most, ms: up to 15 were seen. */
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
    let left = batch
    for (let attempt = 1; left.length > 0; attempt++) left = await copyBatch(context, left, attempt === ATTEMPTS)
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
    if (batch.length > 0 && events + call.events > EVENTS_AT_ONCE) {
      yield batch
      batch = []
      events = 0
    }
    batch.push(call)
    events += call.events
  }
  if (batch.length > 0) yield batch
}

/** @returns calls that a server here changed at the same moment: they are to be copied again */
async function copyBatch(
  context: ImportContext,
  batch: readonly ChangedCall[],
  isLastAttempt: boolean,
): Promise<ChangedCall[]> {
  const { source, target } = context
  return await source.snapshot(async () => {
    const calls = await readCalls(
      source,
      batch.map(({ conference }) => conference),
    )
    const ids = await findCallIds(target.em(), calls)
    const byId = new Map(batch.map(call => [call.conference.id, call]))
    const failed: ChangedCall[] = []
    for (const group of groups(calls)) {
      const events = new CallEvents(source, wantedEvents(group, byId))
      try {
        for (const call of group) {
          const changed = byId.get(call.conference.id)
          const callIds = ids.get(call.conference.id)
          if (!changed || !callIds || context.signal.aborted) continue
          try {
            const rows = await copyCall({ ...context, ...changed, call, ids: callIds }, events.of(call.conference.id))
            context.progress.add(rows)
          } catch (error) {
            if (isLastAttempt || !(isConflict(error) || isUniqueViolation(error))) throw error
            failed.push(changed)
          }
        }
      } finally {
        await events.close()
      }
    }
    return failed
  })
}

/**
 * Calls whose events are read together, in order of their ids. One with a summary is read alone: its snapshots are read
 * when its events are through, over the same connection.
 */
function groups(calls: readonly CallRows[]): CallRows[][] {
  const hasSnapshots = ({ summary }: CallRows) => (summary?.snapshots ?? 0) > 0
  const others = calls.filter(call => !hasSnapshots(call))
  others.sort((a, b) => (a.conference.id < b.conference.id ? -1 : 1))
  return [...(others.length > 0 ? [others] : []), ...calls.filter(hasSnapshots).map(call => [call])]
}

const wantedEvents = (calls: readonly CallRows[], byId: ReadonlyMap<string, ChangedCall>): WantedEvents[] =>
  calls.map(({ conference }) => {
    const from = byId.get(conference.id)?.from?.at
    const begin = from === undefined ? null : instantOf(from)
    return {
      conferenceId: conference.id,
      from: begin && timestampOf(new Date(begin.getTime() - REPORT_SPAN_MS)),
    }
  })
