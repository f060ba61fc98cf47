import { text } from '../../text/text.ts'
import type { ReportedLane, ReportedMark, ReportedSpan } from './reported-timeline.ts'
import type { Mark, Span } from './timeline.ts'

/** When a person was there: hidden pages, muted microphones and requests for media within, of all sessions. */
export const personSpans = (sessions: readonly ReportedLane[], end: number): Span[] =>
  sessions.flatMap(({ spans }) => spans.flatMap(span => personSpan({ ...span, to: span.to ?? end })))

function personSpan({ kind, from, to, state, eventId }: ReportedSpan & { to: number }): Span[] {
  switch (kind) {
    case 'presence':
    case 'hidden':
    case 'muted':
      return [{ kind, label: text.timeline.kinds[kind], from, to, eventId }]
    case 'userMedia':
      return state === 'failed'
        ? [{ kind: 'failed', label: text.timeline.kinds.userMediaFailed, from, to, eventId }]
        : [{ kind, label: text.timeline.kinds.userMedia, from, to, eventId }]
    default:
      return []
  }
}

/** The application's own events, and changes of devices. */
export const personMarks = (sessions: readonly ReportedLane[]): Mark[] =>
  sessions.flatMap(({ marks }) => marks.flatMap(personMark))

function personMark({ kind, at, label, count, eventId }: ReportedMark): Mark[] {
  if (kind === 'customEvent')
    return [{ kind: 'custom', label: label || text.timeline.marks.custom, at, count, eventId }]
  return kind === 'deviceChange' ? [{ kind: 'device', label: text.timeline.marks.device, at, count, eventId }] : []
}
