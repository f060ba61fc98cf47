import { text } from '../../text/text.ts'
import type { CallEvent, Connection } from '../call.ts'
import type { Lane, Mark, Span, SpanKind } from './timeline.ts'

const kinds: Record<string, SpanKind> = {
  new: 'connecting',
  checking: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  completed: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
}

/** The states of a connection one after the other, and its negotiations after the first. */
export function connectionLane(
  connection: Connection,
  peer: string,
  events: readonly CallEvent[],
  since: (at: number) => number,
  endedAt: number,
): Lane {
  const own = events.filter(({ connectionId }) => connectionId === connection.id)
  const end = connection.to ?? endedAt
  return {
    key: `connection ${connection.id}`,
    kind: 'connection',
    label: text.timeline.towards(peer),
    personId: connection.personId,
    spans: [...stateSpans(connection, own, since, end), ...renegotiations(connection, since, end)],
    marks: own.flatMap(({ id, type, at }): Mark[] =>
      type === 'onicecandidateerror'
        ? [{ kind: 'warning', label: text.timeline.marks.candidateError, at: since(at), eventId: id }]
        : [],
    ),
  }
}

/** By connectionState where the browser reports it, else by iceConnectionState. */
function stateSpans(
  connection: Connection,
  events: readonly CallEvent[],
  since: (at: number) => number,
  end: number,
): Span[] {
  const ofType = (type: string) => events.filter(event => event.type === type && typeof event.data === 'string')
  const states = ofType('onconnectionstatechange')
  const changes = (states.length > 0 ? states : ofType('oniceconnectionstatechange')).map(({ at, data }) => ({
    at,
    state: String(data),
  }))
  const all = [{ at: connection.from, state: 'new' }, ...changes, ...unreported(connection, changes)].toSorted(
    (one, other) => one.at - other.at,
  )
  const spans = all.flatMap(({ at, state }, index): Span[] => {
    const kind = kinds[state]
    const to = Math.min(all[index + 1]?.at ?? end, end)
    if (kind === undefined || to <= at) return []
    return [{ kind, label: text.timeline.kinds[kind as 'connected'], from: since(at), to: since(to) }]
  })
  return merged(spans)
}

/** A connection whose path is known carried media, though its browser may never have said that it was connected. */
function unreported({ path, negotiations }: Connection, changes: readonly { at: number; state: string }[]) {
  const known = changes.filter(({ state }) => kinds[state] !== undefined)
  if (path === undefined || known.some(({ state }) => kinds[state] !== 'connecting')) return []
  const setUp = [...known.map(({ at }) => at), negotiations[0]?.to ?? 0]
  return [{ at: Math.max(...setUp), state: 'connected' }].filter(({ at }) => at > 0)
}

/** Neighbours of the same kind are one: "new" and "connecting" look alike. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last && last.kind === span.kind && last.to === span.from) result[result.length - 1] = { ...last, to: span.to }
    else result.push(span)
  }
  return result
}

function renegotiations({ negotiations }: Connection, since: (at: number) => number, end: number): Span[] {
  const later = negotiations.filter(({ isInitial }) => !isInitial)
  return later.map(({ from, to, hasFailed }) => ({
    kind: hasFailed ? 'failed' : 'negotiation',
    label: text.timeline.kinds.negotiation,
    from: since(from),
    to: since(to ?? end),
  }))
}
