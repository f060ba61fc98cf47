import type { Found } from './found.ts'
import type { Expected, JudgedVerdict, Judgement } from './judgement.ts'
import type { Label } from './labels.ts'

/** Text of the result: per call what was done to it, what was found and the verdicts; then how much of it is right. */
export const report = (judgements: readonly Judgement[]): string =>
  [...judgements.flatMap(callLines), ...totals(judgements), ''].join('\n')

function callLines({ call, found, expected, unexplained, verdicts }: Judgement): string[] {
  const benign = call.truth.filter(label => label.benign && label.what !== 'healthy')
  return [
    call.name,
    ...(expected.length + benign.length === 0 ? ['  expected  nothing'] : []),
    ...expected.map(expectedText),
    ...benign.map(label => `  benign    ${labelText(label, label.who)}`),
    ...found.map(one => `  found     ${foundText(one)}${unexplained.includes(one) ? '  UNEXPLAINED' : ''}`),
    ...verdicts.map(verdictText),
    '',
  ]
}

const expectedText = ({ label, person, shownBy }: Expected): string =>
  `  expected  ${labelText(label, person || label.who)}  ${shownBy.length > 0 ? 'found' : 'MISSED'}`

const labelText = ({ what, from, to }: Label, who: string): string =>
  `${what.padEnd(24)}${who.padEnd(12)}${span(from, Number.isFinite(to) ? to : null)}`

function foundText({ code, participantId, from, to, worst, unit, causedBy, ours }: Found): string {
  const value = worst === null ? '' : `worst ${Math.round(100 * worst) / 100} ${unit}`.trimEnd()
  const cause = causedBy.length > 0 ? `by ${causedBy.join(', ')}` : ''
  const notes = [value, cause, ours ? '' : '(kept issue)'].filter(Boolean).join('  ')
  return `${code.padEnd(24)}${participantId.padEnd(12)}${span(from, to)}  ${notes}`.trimEnd()
}

function verdictText({ person, verdict, range, isRight }: JudgedVerdict): string {
  const quality = verdict ? `${verdict.quality.padEnd(12)}${verdict.reason}` : 'not judged'
  const wanted = range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`
  return `  verdict   ${person.padEnd(24)}${quality}${isRight ? '' : `  WRONG: ${wanted}`}`
}

const span = (from: number, to: number | null): string =>
  `${from.toFixed(1).padStart(6)}–${(to === null ? '…' : to.toFixed(1)).padEnd(6)}`

function totals(judgements: readonly Judgement[]): string[] {
  const labels = judgements.flatMap(({ expected }) => expected)
  const findings = judgements.flatMap(({ found }) => found.filter(({ ours }) => ours))
  const wrong = judgements.flatMap(({ unexplained }) => unexplained).length
  const shown = labels.filter(({ shownBy }) => shownBy.length > 0).length
  const verdicts = judgements.flatMap(call => call.verdicts)
  const right = verdicts.filter(({ isRight }) => isRight).length
  return [
    `precision ${share(findings.length - wrong, findings.length)} of findings are impairments or true consequences of them`,
    `recall    ${share(shown, labels.length)} of impairments are named where they were suffered, within their span ± 2 intervals`,
    `verdicts  ${share(right, verdicts.length)} of participants are judged right`,
  ]
}

const share = (part: number, whole: number): string =>
  `${part}/${whole}${whole > 0 ? ` = ${((100 * part) / whole).toFixed(1)} %` : ''}`
