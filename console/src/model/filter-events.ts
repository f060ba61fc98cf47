import type { CallEvent, EventCategory } from './call.ts'
import { eventSummary } from './event-summary.ts'

export interface EventFilter {
  category?: EventCategory | undefined
  /** Name of the events. */
  type?: string | undefined
  personId?: string | undefined
  /** Words that type or summary contain, in any letter case. */
  words?: string | undefined
}

export function filterEvents(
  events: readonly CallEvent[],
  { category, type, personId, words }: EventFilter,
): CallEvent[] {
  const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return events.filter(event => {
    if (category !== undefined && event.category !== category) return false
    if (type !== undefined && event.type !== type) return false
    if (personId !== undefined && event.personId !== personId) return false
    if (wanted.length === 0) return true
    const content = `${event.type} ${eventSummary(event)}`.toLowerCase()
    return wanted.every(word => content.includes(word))
  })
}

/** Names of events, the most frequent first. */
export function eventTypes(events: readonly CallEvent[]): string[] {
  const byType = Map.groupBy(events, ({ type }) => type)
  return [...byType.entries()].toSorted(([, one], [, other]) => other.length - one.length).map(([type]) => type)
}

/** Events as JSON Lines: one object a line, times in UTC. */
export const toJsonLines = (events: readonly CallEvent[]): string =>
  events.map(({ at, ...event }) => `${JSON.stringify({ time: new Date(at).toISOString(), ...event })}\n`).join('')
