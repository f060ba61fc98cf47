import type { CallEvent, EventCategory } from './call.ts'
import { eventSummary } from './event-summary.ts'

export interface EventFilter {
  category?: EventCategory | undefined
  personId?: string | undefined
  /** Words that type or summary contain, in any letter case. */
  words?: string | undefined
}

export function filterEvents(events: readonly CallEvent[], { category, personId, words }: EventFilter): CallEvent[] {
  const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return events.filter(event => {
    if (category !== undefined && event.category !== category) return false
    if (personId !== undefined && event.personId !== personId) return false
    if (wanted.length === 0) return true
    const content = `${event.type} ${eventSummary(event)}`.toLowerCase()
    return wanted.every(word => content.includes(word))
  })
}
