import { text } from '../../text/text.ts'
import type { Connection } from '../call.ts'
import type { ReportedLane, ReportedSpan } from './reported-timeline.ts'
import type { Mark, Span, SpanKind } from './timeline.ts'

const kinds: Record<string, SpanKind> = {
  new: 'connecting',
  checking: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  completed: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
}

/** Where a connection lies on the axis, ms since the call began. */
interface Life {
  from: number
  to: number
}

/**
 * States of a connection one after the other, its negotiations after the first, and the time without reports.
 * By connectionState where the browser reports it, else by iceConnectionState.
 */
export function connectionSpans(lane: ReportedLane, connection: Connection | undefined, life: Life): Span[] {
  const ofKind = (kind: ReportedSpan['kind']) => lane.spans.filter(span => span.kind === kind)
  const own = stateSpans(ofKind('connectionState'), life.to)
  const ice = stateSpans(ofKind('iceState'), life.to)
  const states = own.some(isSettled) || ice.length === 0 ? own : ice
  return [
    ...merged([...before(states, life), ...states, ...unreported(states, connection, lane, life)]),
    ...renegotiations(ofKind('negotiation'), life.to),
    ...noReports(lane, life.to),
  ]
}

/** ICE states as a row of their own: they come before those of the connection. */
export const iceSpans = (lane: ReportedLane, end: number): Span[] =>
  merged(
    stateSpans(
      lane.spans.filter(({ kind }) => kind === 'iceState'),
      end,
    ),
  )

export const noReports = ({ spans }: ReportedLane, end: number): Span[] =>
  spans
    .filter(({ kind }) => kind === 'noReports')
    .map(({ from, to }) => ({ kind: 'noReports', label: text.timeline.kinds.noReports, from, to: to ?? end }))

/** Candidates that could not be gathered, and changes of the path. */
export const connectionMarks = ({ marks }: ReportedLane): Mark[] =>
  marks.flatMap(({ kind, at, label, count, eventId }): Mark[] => {
    if (kind === 'candidateError')
      return [{ kind: 'warning', label: text.timeline.marks.candidateError(label), at, count, eventId }]
    return kind === 'pairChange' ? [{ kind: 'path', label: text.timeline.marks.path(label), at, count, eventId }] : []
  })

const isSettled = ({ kind }: Span): boolean => kind !== 'connecting'

const stateSpans = (reported: readonly ReportedSpan[], end: number): Span[] =>
  reported.flatMap(({ state, from, to, eventId }): Span[] => {
    const kind = kinds[state]
    if (kind === undefined || (to ?? end) <= from) return []
    return [{ kind, label: text.timeline.kinds[kind as 'connected'], from, to: to ?? end, eventId }]
  })

/** A connection is new before its first state is reported. */
function before(states: readonly Span[], { from, to }: Life): Span[] {
  const until = states[0]?.from ?? to
  return until > from ? [{ kind: 'connecting', label: text.timeline.kinds.connecting, from, to: until }] : []
}

/** A connection whose path is known carried media, though its browser may never have said that it was connected. */
function unreported(
  states: readonly Span[],
  connection: Connection | undefined,
  { spans }: ReportedLane,
  life: Life,
): Span[] {
  if (connection?.path === undefined || states.some(isSettled)) return []
  const negotiated = spans.find(({ kind }) => kind === 'negotiation')?.to
  const from = Math.max(negotiated ?? life.from, states.at(-1)?.from ?? life.from)
  return [{ kind: 'connected', label: text.timeline.kinds.connected, from, to: life.to }]
}

/** Neighbours of a kind as one: "new" and "connecting" look alike. One that begins ends the one before. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last?.kind === span.kind && last.to >= span.from) result[result.length - 1] = { ...last, to: span.to }
    else {
      if (last && last.to > span.from) result[result.length - 1] = { ...last, to: span.from }
      result.push(span)
    }
  }
  return result
}

const renegotiations = (negotiations: readonly ReportedSpan[], end: number): Span[] =>
  negotiations
    .filter(({ state }, index) => index > 0 || state === 'failed')
    .map(({ from, to, state, eventId }) => ({
      kind: state === 'failed' ? 'failed' : 'negotiation',
      label: state === 'failed' ? text.timeline.kinds.negotiationFailed : text.timeline.kinds.negotiation,
      from,
      to: to ?? end,
      eventId,
    }))
