import { CallAnalyser } from '../domain/analysis/call-analyser.ts'
import type { CallEvent } from '../domain/analysis/call-event.ts'
import type { Cause, Finding } from '../domain/analysis/finding.ts'
import type { IssueCode, MomentCode } from '../domain/issues/codes.ts'
import { sessionEndIssues } from '../domain/issues/session-issues.ts'
import { type CallVerdict, callVerdict } from '../domain/summary/call-verdict.ts'
import { toVerdictFinding } from '../domain/summary/finding-evidence.ts'
import { SummaryFold } from '../domain/summary/summary-fold.ts'
import { asObject, asString } from '../domain/values/json.ts'
import type { RecordedCall } from './recorded-call.ts'

/** A finding, or an issue about a moment, as it lies beside the labels. Times: seconds after connected. */
export interface Found {
  code: IssueCode
  participantId: string
  from: number
  /** Null while it lasts: never, after the end. */
  to: number | null
  worst: number | null
  unit: string
  causedBy: readonly Cause[]
  /** One of our findings, not an issue of the kept table. */
  ours: boolean
}

interface Moment {
  code: MomentCode
  participantId: string
  connectionId: string | null
  at: number
}

/** Findings and verdict that the server makes of a recorded call. */
export function diagnose({ events, intervalMs, zeroMs, people }: RecordedCall): {
  found: Found[]
  verdict: CallVerdict
} {
  const analyser = new CallAnalyser({ intervalMs })
  const summary = new SummaryFold(intervalMs)
  for (const event of events) {
    const closed = analyser.feed(event)
    if (event.category === 'stats') summary.add(reportOf(event), closed)
  }
  const end = events.at(-1)?.at ?? 0
  analyser.end(end)
  const findings = analyser.findings()
  const moments = [...stateIssues(events), ...sessionIssues(events)]
  const verdict = callVerdict({
    scores: summary.result().participants.filter(({ participant }) => people.includes(participant)),
    findings: findings.map(one => toVerdictFinding(one, new Set())),
    issues: moments,
    until: new Date(end),
    excused: analyser.excusedConnections(),
    names: new Map(people.map(person => [person, person])),
  })
  const seconds = (at: number) => (at - zeroMs) / 1000
  return {
    found: [...findings.map(one => foundOf(one, seconds)), ...moments.map(one => momentOf(one, seconds))],
    verdict,
  }
}

const reportOf = ({ at, sessionId, participantId, peerId, connectionId, data }: CallEvent) => ({
  id: `${at}`,
  app: '',
  session: sessionId,
  conference: '',
  participant: participantId,
  peer: peerId,
  connection: connectionId ?? '',
  createdAt: new Date(at),
  report: data,
})

const foundOf = (
  { code, participantId, startedAt, endedAt, data }: Finding,
  seconds: (at: number) => number,
): Found => ({
  code,
  participantId,
  from: seconds(startedAt),
  to: endedAt === null ? null : seconds(endedAt),
  worst: data.worst,
  unit: data.unit,
  causedBy: data.causedBy ?? [],
  ours: true,
})

const momentOf = ({ code, participantId, at }: Moment, seconds: (at: number) => number): Found => ({
  code,
  participantId,
  from: seconds(at),
  to: seconds(at),
  worst: null,
  unit: '',
  causedBy: [],
  ours: false,
})

const issueOfState = (type: string, state: string | null): MomentCode | null => {
  if (type === 'oniceconnectionstatechange') return state === 'failed' ? 'ice_failed' : null
  if (type !== 'onconnectionstatechange') return null
  return state === 'failed' ? 'connection_failed' : state === 'disconnected' ? 'connection_disconnected' : null
}

/** Issues of the kept table that a state raises. */
const stateIssues = (events: readonly CallEvent[]): Moment[] =>
  events.flatMap(({ type, data, at, participantId, connectionId }) => {
    const code = issueOfState(type, asString(data))
    return code ? [{ code, participantId, connectionId, at }] : []
  })

/** Those that the end of a session raises. */
const sessionIssues = (events: readonly CallEvent[]): Moment[] =>
  [...Map.groupBy(events, event => event.sessionId).values()].flatMap(session => {
    const media = session.filter(({ type }) => type === 'getUserMedia').map(({ data }) => asObject(data))
    const isUp = ({ type, data }: CallEvent) =>
      ['connected', 'completed'].includes(asString(data) ?? '') && type.endsWith('statechange')
    const added = session.filter(({ type }) => type === 'addConnection')
    const established =
      session.some(isUp) || session.some(({ category, data }) => category === 'stats' && hasBytes(data))
    const codes = sessionEndIssues({
      mediaRequests: media.filter(data => 'constraints' in data).length,
      mediaFailures: media.filter(data => 'error' in data).length,
      connections: added.map(() => ({ established, endPresumed: false })),
      endPresumed: false,
    })
    const last = session.at(-1)
    return codes.map(code => ({
      code,
      participantId: last?.participantId ?? '',
      connectionId: null,
      at: last?.at ?? 0,
    }))
  })

const hasBytes = (report: CallEvent['data']) =>
  Number(asObject(asObject(report)['connection'])['bytesReceived'] ?? 0) > 0
