import type { EventPart, TrackPart } from './call-parts.ts'
import { flagSpans } from './state-spans.ts'
import type { Span } from './timeline.ts'

const isMuted = ({ type }: EventPart) => (type === 'mute' || type === 'unmute' ? type === 'mute' : null)

/** @param events of the track @param end of what carries it; null while that lasts */
export function trackSpans({ from }: TrackPart, events: readonly EventPart[], end: number | null): Span[] {
  const ended = events.find(({ type }) => type === 'ended')?.at ?? end
  return [{ kind: 'presence', from, to: ended, state: '' }, ...flagSpans('muted', events, isMuted, ended)]
}
