import type { Negotiation } from '../signaling/negotiation.ts'
import type { CallParts, ConnectionPart, EventPart, PairPart, ReportTimes } from './call-parts.ts'
import { stateSpans } from './state-spans.ts'
import type { Mark, Span } from './timeline.ts'

const connectionStates = ['onconnectionstatechange', 'connectionstatechange']
const iceStates = ['oniceconnectionstatechange', 'iceconnectionstatechange']
const candidateErrors = ['onicecandidateerror', 'icecandidateerror']

/** @param events of the connection @param end of the connection; null while it lasts */
export const connectionSpans = (
  connection: ConnectionPart,
  events: readonly EventPart[],
  { reports, longestIntervalMs, end: now }: Pick<CallParts, 'reports' | 'longestIntervalMs' | 'end'>,
  end: number | null,
): Span[] => [
  ...stateSpans('connectionState', ofTypes(events, connectionStates), end),
  ...stateSpans('iceState', ofTypes(events, iceStates), end),
  ...connection.negotiations.map(negotiationSpan),
  ...(reports ? silentSpans(connection, reports, longestIntervalMs, { end, now }) : []),
]

const ofTypes = (events: readonly EventPart[], types: readonly string[]) =>
  events.filter(({ type, detail }) => types.includes(type) && detail !== null)

const negotiationSpan = ({ status, startTime, endTime }: Negotiation): Span => ({
  kind: 'negotiation',
  from: Date.parse(startTime),
  to: endTime === null ? null : Date.parse(endTime),
  state: status,
})

/** Times without a report, those before the first and after the last included. */
function silentSpans(
  { id, from }: ConnectionPart,
  reports: readonly ReportTimes[],
  longestMs: number,
  { end, now }: { end: number | null; now: number },
): Span[] {
  const own = reports.find(({ connectionId }) => connectionId === id)
  const until = end ?? now
  const silences = own ? [{ from, to: own.first }, ...own.gaps, { from: own.last, to: until }] : [{ from, to: until }]
  return silences
    .filter(({ from, to }) => to - from > longestMs)
    .map(silence => ({
      kind: 'noReports',
      from: silence.from,
      to: end === null && silence.to === until ? null : silence.to,
      state: '',
    }))
}

/** @param pairs of the connection */
export const connectionMarks = (events: readonly EventPart[], pairs: readonly PairPart[]): Mark[] => [
  ...ofTypes(events, candidateErrors).map(
    ({ id, at, detail }): Mark => ({ kind: 'candidateError', at, label: detail ?? '', count: 1, eventId: id }),
  ),
  ...pairs
    .filter(({ id }, index) => index > 0 && pairs[index - 1]?.id !== id)
    .map(
      ({ from, localType, eventId }): Mark => ({
        kind: 'pairChange',
        at: from,
        label: localType ?? '',
        count: 1,
        eventId,
      }),
    ),
]
