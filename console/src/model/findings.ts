import { text } from '../text/text.ts'
import type { Issue } from './call.ts'
import { counted } from './plural.ts'
import { quantity } from './units.ts'

/** An issue with what came of it. */
export interface Finding {
  issue: Issue
  /** Titles of issues of the same person that name this one as a cause. */
  ledTo: string[]
  /** Titles of its causes, the likeliest first. */
  causes: string[]
  /** 1 when it stands beneath its cause. */
  depth: 0 | 1
}

const severityOrder = { error: 0, warning: 1 }

/** By severity, then time; what came of a cause stands beneath it. */
export function arrangeFindings(issues: readonly Issue[]): Finding[] {
  const sorted = [...issues].sort(
    (one, other) => severityOrder[one.severity] - severityOrder[other.severity] || beginOf(one) - beginOf(other),
  )
  const causeOf = new Map(sorted.map(issue => [issue, findCause(issue, sorted)]))
  const roots = sorted.filter(issue => causeOf.get(issue) === undefined)
  const below = (cause: Issue): Issue[] => sorted.filter(issue => rootOf(issue, causeOf) === cause && issue !== cause)
  const titles = new Map(sorted.map(({ code, title }) => [code, title]))
  const toFinding = (issue: Issue, depth: 0 | 1): Finding => ({
    issue,
    depth,
    causes: [...new Set(issue.evidence.causedBy.map(code => titles.get(code) ?? code))],
    ledTo: [...new Set(sorted.filter(other => causeOf.get(other) === issue).map(({ title }) => title))],
  })
  const arranged = roots.flatMap(root => [toFinding(root, 0), ...below(root).map(issue => toFinding(issue, 1))])
  // Issues that name each other as causes have no first one.
  const circular = sorted.filter(issue => !arranged.some(finding => finding.issue === issue))
  return [...arranged, ...circular.map(issue => toFinding(issue, 0))]
}

/** Title with the medium, where it is about a track of one. */
export const issueTitle = ({ title, trackKind }: Issue): string =>
  trackKind ? `${title} (${text.findings.kinds[trackKind]})` : title

export const beginOf = ({ from, at }: Issue): number => from ?? at

/** The likeliest cause among the issues: of the same person and, where both say, the same connection; at the same time. */
function findCause(issue: Issue, issues: readonly Issue[]): Issue | undefined {
  for (const code of issue.evidence.causedBy) {
    const candidates = issues.filter(
      other => other !== issue && other.code === code && isAboutSame(other, issue) && overlaps(other, issue),
    )
    if (candidates[0]) return candidates[0]
  }
  return undefined
}

const isAboutSame = (one: Issue, other: Issue): boolean =>
  one.personId === other.personId &&
  (one.connectionId === undefined || other.connectionId === undefined || one.connectionId === other.connectionId)

const overlaps = (one: Issue, other: Issue): boolean =>
  beginOf(one) <= (other.to ?? Number.POSITIVE_INFINITY) && beginOf(other) <= (one.to ?? Number.POSITIVE_INFINITY)

/** The first cause in a chain of causes; in a circle, the issue itself. */
function rootOf(issue: Issue, causeOf: ReadonlyMap<Issue, Issue | undefined>): Issue {
  const seen = new Set<Issue>()
  let current = issue
  for (let cause = causeOf.get(current); cause && !seen.has(cause); cause = causeOf.get(current)) {
    seen.add(cause)
    current = cause
  }
  return current
}

/** What was measured, as a sentence without its end: "Worst 22 %, typical 14 %, over 37 report intervals". */
export function evidenceText({ code, evidence: { worst, typical, threshold, samples, unit } }: Issue): string {
  const shown = unit === '' && code.endsWith('_score') ? text.findings.scoreUnit : unit
  // A number without a unit says nothing.
  const value = (measured: number | undefined) =>
    measured === undefined || shown === '' ? '' : quantity(measured, shown)
  const [most, usual, bound] = [value(worst), value(typical), value(threshold)]
  const parts = [
    most && text.findings.worst(most),
    usual && usual !== most && text.findings.typical(usual),
    bound && text.findings.threshold(bound),
    samples !== undefined && samples > 1 && text.findings.over(counted(samples, text.nouns.interval)),
  ].filter(part => typeof part === 'string' && part !== '')
  const sentence = parts.join(', ')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
