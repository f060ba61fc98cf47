import { DomainError } from '../../domain/values/errors.ts'
import { bytesOf } from '../../storage/events/event-writer.ts'
import type { ServiceContext } from '../context.ts'
import type { Recorded, ReportedEvent, ReportOutcome } from '../lifecycle/reported-event.ts'
import { asRefusal } from '../refusal.ts'
import type { SessionCaller } from './caches.ts'

/**
 * Stores events with what they change, all that are not refused in one transaction; events that change nothing go with all
 * others of their kind.
 * @returns what came of each, in their order
 * @throws DomainError overloaded, invalid_token when the session is gone
 */
export async function recordEvents(
  context: ServiceContext,
  caller: SessionCaller,
  events: readonly ReportedEvent[],
): Promise<ReportOutcome> {
  if (events.some(({ change }) => change.kind !== 'none')) {
    const bytes = events.reduce((sum, { row }) => sum + bytesOf(row), 0)
    return await context.calls.add({ reporter: caller, events }, bytes)
  }
  const appended = await Promise.allSettled(events.map(({ row }) => context.events.append(row)))
  const isStored = appended.some(({ status }) => status === 'fulfilled')
  return appended.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return { eventId: (events[index] as ReportedEvent).row.id, tracks: [] }
    const refusal = asRefusal(outcome.reason)
    // An error says that nothing was stored.
    if (!refusal || !isStored) throw outcome.reason
    return refusal
  })
}

/**
 * Stores one event with what it changes.
 * @throws DomainError overloaded, invalid_token when the session is gone; its refusal
 */
export async function recordEvent(
  context: ServiceContext,
  caller: SessionCaller,
  event: ReportedEvent,
): Promise<Recorded> {
  const [outcome] = await recordEvents(context, caller, [event])
  if (!outcome || outcome instanceof DomainError) throw outcome
  return outcome
}
