import { REORDERING_MS } from '../call/connection-state.ts'
import type { EventPart } from './call-parts.ts'
import type { Span, SpanKind } from './timeline.ts'

/** States on the way up, of a connection and of ICE; a page passes them in this order. */
const setupOrder = ['new', 'checking', 'connecting', 'connected', 'completed']

/** Whether a state that was told shortly after a later one had happened before it: the requests overtook each other. */
function isOvertaken(state: string, { at }: EventPart, last: Span): boolean {
  const [place, before] = [setupOrder.indexOf(state), setupOrder.indexOf(last.state)]
  return place >= 0 && place < before && at - last.from < REORDERING_MS
}

/**
 * States that follow each other, each until the next.
 * @param end of the last; null while it lasts
 */
export function stateSpans(kind: SpanKind, changes: readonly EventPart[], end: number | null): Span[] {
  const spans: Span[] = []
  for (const change of changes) {
    const state = change.detail ?? ''
    const last = spans.at(-1)
    if (end !== null && change.at > end) break
    if (last && (last.state === state || last.state === 'closed' || isOvertaken(state, change, last))) continue
    if (last) last.to = change.at
    spans.push({ kind, from: change.at, to: end, state, eventId: change.id })
  }
  return spans
}

/** Times in which something was on. @param isOn null for what says nothing of it */
export function flagSpans(
  kind: SpanKind,
  changes: readonly EventPart[],
  isOn: (change: EventPart) => boolean | null,
  end: number | null,
): Span[] {
  const spans: Span[] = []
  let open: Span | undefined
  for (const change of changes) {
    const on = isOn(change)
    if (on === null || (end !== null && change.at >= end)) continue
    if (on && !open) {
      open = { kind, from: change.at, to: end, state: '', eventId: change.id }
      spans.push(open)
    } else if (!on && open) {
      open.to = change.at
      open = undefined
    }
  }
  return spans
}
