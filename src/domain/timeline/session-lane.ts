import type { EventPart, SessionPart } from './call-parts.ts'
import { flagSpans } from './state-spans.ts'
import type { Mark, Span } from './timeline.ts'

/** `focus` is true of a page that was hidden (the SDK sends document.hidden). */
const isHidden = ({ type, detail }: EventPart) => (type === 'tabFocus' && detail !== null ? detail === 'true' : null)

/** The application says by `mute` and `unmute` what its user did with the microphone. */
const isMuted = ({ type, detail }: EventPart) =>
  type === 'custom' && (detail === 'mute' || detail === 'unmute') ? detail === 'mute' : null

/** @param events of the session itself @param end of the session; null while it lasts */
export const sessionSpans = ({ from }: SessionPart, events: readonly EventPart[], end: number | null): Span[] => [
  { kind: 'presence', from, to: end, state: '' },
  ...flagSpans('hidden', events, isHidden, end),
  ...flagSpans('muted', events, isMuted, end),
  ...userMediaSpans(events),
]

/** From a call of getUserMedia to its outcome; one of which only the outcome was told takes no time. */
function userMediaSpans(events: readonly EventPart[]): Span[] {
  const spans: Span[] = []
  for (const { id, at, type, detail } of events) {
    if (type !== 'getUserMedia') continue
    const pending = spans.find(({ state }) => state === 'pending')
    if (detail === 'pending') spans.push({ kind: 'userMedia', from: at, to: null, state: 'pending', eventId: id })
    else if (pending) Object.assign(pending, { to: at, state: detail ?? '' })
    else spans.push({ kind: 'userMedia', from: at, to: at, state: detail ?? '', eventId: id })
  }
  return spans
}

export const sessionMarks = (events: readonly EventPart[]): Mark[] =>
  events.flatMap(({ id, at, type, detail }): Mark[] => {
    if (type === 'custom') return [{ kind: 'customEvent', at, label: detail ?? '', count: 1, eventId: id }]
    return type === 'mediaDeviceChange' ? [{ kind: 'deviceChange', at, label: '', count: 1, eventId: id }] : []
  })
