import type { Issue } from '../call.ts'
import { issueTitle } from '../findings.ts'
import type { Lane, Mark, Span } from './timeline.ts'

/** Rows of issues, as many as lie upon each other. One about a moment is a mark in the first row. */
export function findingLanes(
  issues: readonly Issue[],
  owner: string,
  label: string,
  personId: string | undefined,
  since: (at: number) => number,
  endedAt: number,
): Lane[] {
  if (issues.length === 0) return []
  const rows: Span[][] = [[]]
  for (const issue of [...issues].sort((one, other) => (one.from ?? one.at) - (other.from ?? other.at))) {
    if (issue.from === undefined) continue
    const { severity: kind, id: issueId } = issue
    const span: Span = {
      kind,
      label: issueTitle(issue),
      from: since(issue.from),
      to: since(issue.to ?? endedAt),
      issueId,
    }
    const row = rows.find(spans => (spans.at(-1)?.to ?? 0) <= span.from)
    if (row) row.push(span)
    else rows.push([span])
  }
  return rows.map((spans, index) => ({
    key: `findings ${owner} ${index}`,
    kind: 'findings',
    label: index === 0 ? label : '',
    personId,
    spans,
    marks: index === 0 ? momentMarks(issues, since) : [],
  }))
}

const momentMarks = (issues: readonly Issue[], since: (at: number) => number): Mark[] =>
  issues
    .filter(({ from }) => from === undefined)
    .map(issue => ({ kind: issue.severity, label: issueTitle(issue), at: since(issue.at), issueId: issue.id }))
