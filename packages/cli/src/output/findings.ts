import { toJson } from '@bufbuild/protobuf'
import { timestampMs, ValueSchema } from '@bufbuild/protobuf/wkt'
import { type Issue, IssueSeverity } from '@peermetrics/client/call/v1'
import type { Column } from './table.ts'
import { enumText, severityTone, timeText } from './values.ts'

/** An issue at its depth below its causes. */
export interface PlacedIssue {
  issue: Issue
  depth: number
}

interface Evidence {
  worst?: unknown
  typical?: unknown
  unit?: unknown
  causedBy?: unknown
  causedAt?: unknown
}

/** What was measured; empty for issues that measure nothing. */
function evidenceOf({ data }: Issue): Evidence {
  const json = data && toJson(ValueSchema, data)
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
}

const beginOf = ({ startTime, createTime }: Issue): number => {
  const time = startTime ?? createTime
  return time ? timestampMs(time) : 0
}

const endOf = (issue: Issue): number =>
  issue.endTime ? timestampMs(issue.endTime) : issue.startTime ? Number.POSITIVE_INFINITY : beginOf(issue)

const bySeverity = (one: Issue, other: Issue) => one.severity - other.severity || beginOf(one) - beginOf(other)

/** Of a cause that a finding names, the one that held at its time; else one before it. */
function causeOf(issue: Issue, all: readonly Issue[]): Issue | undefined {
  const { causedBy, causedAt } = evidenceOf(issue)
  const elsewhere = (typeof causedAt === 'object' && causedAt !== null ? causedAt : {}) as Record<string, unknown>
  for (const code of Array.isArray(causedBy) ? causedBy : []) {
    const participant = elsewhere[code] ?? issue.participantId
    const known = all.filter(other => other !== issue && other.code === code && other.participantId === participant)
    const overlapping = known.find(other => beginOf(other) <= endOf(issue) && endOf(other) >= beginOf(issue))
    const cause = overlapping ?? known.findLast(other => beginOf(other) <= beginOf(issue))
    if (cause) return cause
  }
  return undefined
}

/** Issues with causes above what came of them; errors first, then by time. */
export function placedIssues(issues: readonly Issue[]): PlacedIssue[] {
  const sorted = issues.toSorted(bySeverity)
  const causes = new Map(sorted.map(issue => [issue, causeOf(issue, sorted)]))
  const placed = new Set<Issue>()
  const withConsequences = (issue: Issue, depth: number): PlacedIssue[] => {
    if (placed.has(issue)) return []
    placed.add(issue)
    const consequences = sorted.filter(other => causes.get(other) === issue)
    return [{ issue, depth }, ...consequences.flatMap(other => withConsequences(other, depth + 1))]
  }
  const roots = sorted.filter(issue => !causes.get(issue)).flatMap(issue => withConsequences(issue, 0))
  // What is each other's cause has no root.
  return [...roots, ...sorted.flatMap(issue => withConsequences(issue, 0))]
}

function measured(issue: Issue): string {
  const { worst, typical, unit } = evidenceOf(issue)
  const value = (what: string, number: unknown) =>
    typeof number === 'number' ? [`${what} ${Number(number.toPrecision(3))}${unit ? ` ${unit}` : ''}`] : []
  return [...value('worst', worst), ...value('typical', typical)].join(', ')
}

/** How long it held: `12:03:44 – 12:04:10`, on another day with that. */
function span({ startTime, endTime, createTime }: Issue): string {
  const from = timeText(startTime ?? createTime)
  if (!startTime) return from
  if (!endTime) return `${from} – lasts`
  const until = timeText(endTime)
  return `${from} – ${until.slice(0, 10) === from.slice(0, 10) ? until.slice(11) : until}`
}

/** @param names of participants by id */
export const findingListing = (names: ReadonlyMap<string, string>) => ({
  columns: [
    { title: 'FINDING', text: ({ issue, depth }) => `${'  '.repeat(depth)}${issue.title}`, atLeast: 20 },
    {
      title: 'SEVERITY',
      text: ({ issue }) => enumText(IssueSeverity, issue.severity),
      tone: ({ issue }) => severityTone(issue.severity),
    },
    { title: 'OF', text: ({ issue: { participantId = '' } }) => names.get(participantId) ?? participantId, atLeast: 8 },
    { title: 'WHEN', text: ({ issue }) => span(issue) },
    { title: 'EVIDENCE', text: ({ issue }) => measured(issue) },
    { title: 'CODE', text: ({ issue }) => issue.code },
  ] satisfies Column<PlacedIssue>[],
  leaveOut: ['CODE', 'EVIDENCE', 'OF', 'WHEN'],
})
