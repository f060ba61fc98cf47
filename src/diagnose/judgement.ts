import { CallAnalyser } from '../domain/analysis/call-analyser.ts'
import type { Cause, Finding } from '../domain/analysis/finding.ts'
import { asString } from '../domain/json.ts'
import { codesOfImpairment, codesOfSign } from './expectations.ts'
import type { Label } from './labels.ts'
import type { RecordedCall } from './recorded-call.ts'

/** A finding, or an issue that a connection state raises, as it lies beside the labels. Times: seconds after connected. */
export interface Found {
  code: Cause
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

/** What the analysis makes of a recorded call. */
export interface Judgement {
  call: RecordedCall
  found: Found[]
  /** Impairments, each with what shows it. */
  expected: { label: Label; shownBy: Found[] }[]
  /** Findings of ours that neither an impairment nor a true consequence explains. */
  unexplained: Found[]
}

/** Runs the analysis over a recorded call and lays it beside what is known of the call. */
export function judge(call: RecordedCall): Judgement {
  const found = [...findingsOf(call), ...stateIssues(call)]
  const slack = (2 * call.intervalMs) / 1000
  const expected = call.truth
    .filter(({ benign }) => !benign)
    .map(label => ({
      label,
      shownBy: found.filter(one => isShownBy(label, codesOfImpairment(label.what), one, slack)),
    }))
  const signs = (one: Found) => call.observed.some(sign => isShownBy(sign, codesOfSign(sign.what), one, slack))
  const direct = found.filter(one => expected.some(({ shownBy }) => shownBy.includes(one)) || signs(one))
  const isExplained = (one: Found) =>
    direct.includes(one) || one.causedBy.some(cause => direct.some(other => other.code === cause))
  return { call, found, expected, unexplained: found.filter(one => one.ours && !isExplained(one)) }
}

const isShownBy = ({ from, to }: Label, codes: readonly Cause[], one: Found, slack: number): boolean =>
  codes.includes(one.code) && one.from <= to + slack && (one.to ?? Number.POSITIVE_INFINITY) >= from - slack

function findingsOf({ events, intervalMs, zeroMs }: RecordedCall): Found[] {
  const analyser = new CallAnalyser({ intervalMs })
  for (const event of events) analyser.feed(event)
  analyser.end(events.at(-1)?.at ?? 0)
  const seconds = (at: number) => (at - zeroMs) / 1000
  return analyser.findings().map((finding: Finding) => ({
    code: finding.code,
    participantId: finding.participantId,
    from: seconds(finding.startedAt),
    to: finding.endedAt === null ? null : seconds(finding.endedAt),
    worst: finding.data.worst,
    unit: finding.data.unit,
    causedBy: finding.data.causedBy ?? [],
    ours: true,
  }))
}

/** Issues of the kept table that a state raises: what our findings do not repeat. */
function stateIssues({ events, zeroMs }: RecordedCall): Found[] {
  return events.flatMap(({ type, data, at, participantId }) => {
    const state = type === 'onconnectionstatechange' ? asString(data) : null
    if (state !== 'failed' && state !== 'disconnected') return []
    const from = (at - zeroMs) / 1000
    const shape = { participantId, from, to: from, worst: null, unit: '', causedBy: [], ours: false }
    return [{ code: `connection_${state}` as const, ...shape }]
  })
}
