import type { Issue } from '../call.ts'
import { issueTitle } from '../findings.ts'
import { issueWords } from '../issue-words.ts'
import type { ReportedLane } from './reported-timeline.ts'
import type { Lane, Mark, Span } from './timeline.ts'

interface Owner {
  key: string
  label: string
  personId: string | undefined
}

/** Rows of findings, as many as lie upon each other. One about a moment is a mark in the first row. */
export function findingRows(
  lanes: readonly ReportedLane[],
  owner: Owner,
  issues: ReadonlyMap<string, Issue>,
  end: number,
): Lane[] {
  const spans = lanes
    .flatMap(lane => lane.spans.filter(({ kind }) => kind === 'finding'))
    .toSorted((one, other) => one.from - other.from)
    .map(
      ({ from, to, state, severity, issueId }): Span => ({
        kind: severity,
        label: findingTitle(issues, issueId, state),
        from,
        to: to ?? end,
        issueId,
      }),
    )
  const marks = lanes
    .flatMap(lane => lane.marks.filter(({ kind }) => kind === 'issue'))
    .toSorted((one, other) => one.at - other.at)
    .map(
      ({ at, label, count, severity, issueId }): Mark => ({
        kind: severity,
        label: findingTitle(issues, issueId, label),
        at,
        count,
        issueId,
      }),
    )
  if (spans.length === 0 && marks.length === 0) return []
  return packed(spans).map((row, index) => ({
    key: `findings ${owner.key} ${index}`,
    kind: 'findings',
    label: index === 0 ? owner.label : '',
    personId: owner.personId,
    spans: row,
    marks: index === 0 ? marks : [],
  }))
}

/** What a finding is called; by its code while issues are loaded. */
export function findingTitle(issues: ReadonlyMap<string, Issue>, issueId: string | undefined, code: string): string {
  const issue = issues.get(issueId ?? '')
  return issue ? issueTitle(issue) : issueWords(code)
}

/** Spans in as few rows as they need so that none lies upon another; at least one. */
function packed(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = [[]]
  for (const span of spans) {
    const row = rows.find(others => (others.at(-1)?.to ?? Number.NEGATIVE_INFINITY) <= span.from)
    if (row) row.push(span)
    else rows.push([span])
  }
  return rows
}
