import { text } from '../../text/text.ts'
import type { CallEvent, Json, Person, Session } from '../call.ts'
import { personName } from '../names.ts'
import type { Lane, Mark, Span } from './timeline.ts'

/** When a person was there, with the page in the background hatched, and the application's own events. */
export function presenceLane(
  person: Person,
  sessions: readonly Session[],
  events: readonly CallEvent[],
  since: (at: number) => number,
  endedAt: number,
): Lane {
  const presence = sessions.map(
    ({ from, to }): Span => ({
      kind: 'presence',
      label: text.timeline.kinds.presence,
      from: since(from),
      to: since(to ?? endedAt),
    }),
  )
  const hidden = sessions.flatMap(session => hiddenSpans(session, events, since, endedAt))
  return {
    key: `person ${person.id}`,
    kind: 'person',
    label: personName(person),
    personId: person.id,
    spans: [...presence, ...hidden],
    marks: events.flatMap(event => markOf(event, since)),
  }
}

function hiddenSpans(
  session: Session,
  events: readonly CallEvent[],
  since: (at: number) => number,
  endedAt: number,
): Span[] {
  const end = session.to ?? endedAt
  const changes = events.filter(
    ({ type, sessionId, at }) => type === 'tabFocus' && sessionId === session.id && at < end,
  )
  return changes.flatMap((change, index): Span[] => {
    // The SDK reports document.hidden under this name.
    if (fieldOf(change.data, 'focus') !== true) return []
    const to = changes[index + 1]?.at ?? end
    return [{ kind: 'hidden', label: text.timeline.kinds.hidden, from: since(change.at), to: since(to) }]
  })
}

function markOf({ id, type, at, data }: CallEvent, since: (at: number) => number): Mark[] {
  if (type === 'mediaDeviceChange') {
    return [{ kind: 'device', label: text.timeline.marks.device, at: since(at), eventId: id }]
  }
  if (type !== 'custom') return []
  const name = fieldOf(data, 'eventName')
  return [{ kind: 'custom', label: typeof name === 'string' ? name : type, at: since(at), eventId: id }]
}

const fieldOf = (data: Json | undefined, name: string): Json | undefined =>
  data !== null && typeof data === 'object' && !Array.isArray(data) ? data[name] : undefined
