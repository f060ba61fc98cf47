import type { Found, Judgement } from './judgement.ts'
import type { Label } from './labels.ts'

/** What a person reads: per call what was done to it and what was found, then precision and recall. */
export const report = (judgements: readonly Judgement[]): string =>
  [...judgements.flatMap(callLines), ...verdict(judgements), ''].join('\n')

function callLines({ call, found, expected, unexplained }: Judgement): string[] {
  const benign = call.truth.filter(label => label.benign && label.what !== 'healthy')
  return [
    call.name,
    ...(expected.length + benign.length === 0 ? ['  expected  nothing'] : []),
    ...expected.map(
      ({ label, shownBy }) => `  expected  ${labelText(label)}  ${shownBy.length > 0 ? 'found' : 'MISSED'}`,
    ),
    ...benign.map(label => `  benign    ${labelText(label)}`),
    ...found.map(one => `  found     ${foundText(one)}${unexplained.includes(one) ? '  UNEXPLAINED' : ''}`),
    '',
  ]
}

const labelText = ({ what, who, from, to }: Label): string =>
  `${what.padEnd(24)}${who.padEnd(12)}${span(from, Number.isFinite(to) ? to : null)}`

function foundText({ code, participantId, from, to, worst, unit, causedBy, ours }: Found): string {
  const value = worst === null ? '' : `worst ${Math.round(100 * worst) / 100} ${unit}`.trimEnd()
  const cause = causedBy.length > 0 ? `by ${causedBy.join(', ')}` : ''
  const notes = [value, cause, ours ? '' : '(kept issue)'].filter(Boolean).join('  ')
  return `${code.padEnd(24)}${participantId.padEnd(12)}${span(from, to)}  ${notes}`.trimEnd()
}

const span = (from: number, to: number | null): string =>
  `${from.toFixed(1).padStart(6)}–${(to === null ? '…' : to.toFixed(1)).padEnd(6)}`

function verdict(judgements: readonly Judgement[]): string[] {
  const labels = judgements.flatMap(({ expected }) => expected)
  const findings = judgements.flatMap(({ found }) => found.filter(({ ours }) => ours))
  const wrong = judgements.flatMap(({ unexplained }) => unexplained).length
  const shown = labels.filter(({ shownBy }) => shownBy.length > 0).length
  return [
    `precision ${share(findings.length - wrong, findings.length)} of findings are impairments or true consequences of them`,
    `recall    ${share(shown, labels.length)} of impairments are found within their span ± 2 intervals`,
  ]
}

const share = (part: number, whole: number): string =>
  `${part}/${whole}${whole > 0 ? ` = ${((100 * part) / whole).toFixed(1)} %` : ''}`
