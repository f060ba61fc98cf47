import type { IssuePart } from './call-parts.ts'
import type { Mark, Span } from './timeline.ts'

export const findingSpans = (issues: readonly IssuePart[]): Span[] =>
  issues.flatMap(({ id, code, severity, from, to }): Span[] =>
    from === null ? [] : [{ kind: 'finding', from, to, state: code, severity, issueId: id }],
  )

export const issueMarks = (issues: readonly IssuePart[]): Mark[] =>
  issues.flatMap(({ id, code, severity, from, at }): Mark[] =>
    from === null ? [{ kind: 'issue', at, label: code, count: 1, severity, issueId: id }] : [],
  )
