import type { Exchange } from './replay.ts'

/** The requests to one route that report the same event, taken together. */
export interface SummaryRow {
  method: string
  route: string
  eventName: string
  count: number
  /** Number of answers by status; a request without one counts under "none". */
  statuses: Map<string, number>
  /** Of the answered ones; NaN when there is none. */
  medianMs: number
  maxMs: number
}

/** One row for each kind of request, in the order of their first appearance. */
export const summarize = (exchanges: readonly Exchange[]): SummaryRow[] =>
  [
    ...Map.groupBy(exchanges, ({ request: { method, path, eventName } }) => `${method} ${path} ${eventName}`).values(),
  ].map(group => summarizeGroup(group))

function summarizeGroup(group: readonly Exchange[]): SummaryRow {
  const { method, path, eventName } = (group[0] as Exchange).request
  const statuses = new Map<string, number>()
  for (const { answer } of group) {
    const status = answer ? String(answer.status) : 'none'
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }
  const latencies = group.filter(({ answer }) => answer).map(({ latencyMs }) => latencyMs)
  return {
    method,
    route: path,
    eventName,
    count: group.length,
    statuses,
    medianMs: median(latencies),
    maxMs: latencies.length === 0 ? Number.NaN : Math.max(...latencies),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
