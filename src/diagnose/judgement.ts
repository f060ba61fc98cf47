import { badness, type Quality, type QualityVerdict } from '../domain/issues/quality.ts'
import { sufferers } from './concerned.ts'
import { codesOfSign, type Expectation, expectationOf, type QualityRange } from './expectations.ts'
import { diagnose, type Found } from './found.ts'
import type { Label } from './labels.ts'
import type { RecordedCall } from './recorded-call.ts'

/** An impairment at somebody who suffers it. */
export interface Expected {
  label: Label
  person: string
  /** Findings that name it there. */
  shownBy: Found[]
}

/** The verdict on a participant, and whether it is right. */
export interface JudgedVerdict {
  person: string
  /** Null when nothing was judged. */
  verdict: QualityVerdict | null
  /** Range in which it is right. */
  range: QualityRange
  isRight: boolean
}

/** Findings and verdicts of a recorded call, beside what is known of it. */
export interface Judgement {
  call: RecordedCall
  found: Found[]
  expected: Expected[]
  /** Findings of ours that neither an impairment nor a true consequence explains, where they were found. */
  unexplained: Found[]
  verdicts: JudgedVerdict[]
}

/** An outage shorter than this, as a share of the call, may be forgotten by the end of it. */
const BRIEF_SHARE = 0.05

/** Lays what the server makes of a recorded call beside what is known of the call. */
export function judge(call: RecordedCall): Judgement {
  const { found, verdict } = diagnose(call)
  const slack = (2 * call.intervalMs) / 1000
  const labels = call.truth.filter(({ benign }) => !benign)
  const expected = labels.flatMap(label => expectedOf(label, call, found, slack))
  const isSign = (one: Found) =>
    call.observed.some(
      sign =>
        codesOfSign(sign.what).includes(one.code) &&
        [one.participantId, 'both'].includes(sign.who) &&
        isWithin(sign, one, slack),
    )
  const direct = found.filter(one => expected.some(({ shownBy }) => shownBy.includes(one)) || isSign(one))
  const isExplained = (one: Found) =>
    direct.includes(one) || one.causedBy.some(cause => direct.some(other => other.code === cause))
  const verdictOf = (person: string) => verdict.participants.find(({ participant }) => participant === person)?.verdict
  return {
    call,
    found,
    expected,
    unexplained: found.filter(one => one.ours && !isExplained(one)),
    verdicts: call.people.map(person => judgeVerdict(person, verdictOf(person) ?? null, labels, call)),
  }
}

function expectedOf(label: Label, { people }: RecordedCall, found: readonly Found[], slack: number): Expected[] {
  const expectation = expectationOf(label.what)
  if (!expectation) return [{ label, person: '', shownBy: [] }]
  return sufferers(label, expectation, people).map(person => ({
    label,
    person,
    shownBy: found.filter(
      one => expectation.codes.includes(one.code) && one.participantId === person && isWithin(label, one, slack),
    ),
  }))
}

/** It shares time with the label, and reaches beyond it by no more than the slack. */
function isWithin({ from, to }: Label, found: Found, slack: number): boolean {
  const end = found.to ?? Number.POSITIVE_INFINITY
  return found.from <= to + slack && end >= from - slack && found.from >= from - slack && end <= to + slack
}

const durationOf = ({ from, to }: Label) => to - from

function judgeVerdict(
  person: string,
  verdict: QualityVerdict | null,
  labels: readonly Label[],
  call: RecordedCall,
): JudgedVerdict {
  const concerns = labels.flatMap(label => {
    const expectation = expectationOf(label.what)
    return expectation ? [concernOf(label, expectation, person, call)] : []
  })
  const range = widest(concerns.map(concern => concern.range))
  const codes = concerns.flatMap(concern => concern.codes)
  const quality = verdict?.quality ?? 'good'
  const isInRange = badness(quality) >= badness(range[0]) && badness(quality) <= badness(range[1])
  const isNamed = quality === 'good' || codes.length === 0 || codes.includes(verdict?.code ?? '')
  return { person, verdict, range, isRight: isInRange && isNamed }
}

function concernOf(label: Label, expectation: Expectation, person: string, { people, lengthSeconds }: RecordedCall) {
  const { codes, verdict, otherVerdict, otherCodes = codes } = expectation
  if (!sufferers(label, expectation, people).includes(person))
    return { range: otherVerdict, codes: otherCodes as readonly string[] }
  const isBrief = durationOf(label) < BRIEF_SHARE * lengthSeconds
  return { range: isBrief ? (['good', verdict[1]] as const) : verdict, codes: codes as readonly string[] }
}

const worse = (one: Quality, other: Quality) => (badness(one) > badness(other) ? one : other)

/** Of several concerns the worst counts; without any, all was good. */
const widest = (ranges: readonly QualityRange[]): QualityRange =>
  ranges.reduce<QualityRange>((sum, range) => [worse(sum[0], range[0]), worse(sum[1], range[1])], ['good', 'good'])
