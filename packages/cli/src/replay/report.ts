import type { Colour } from '../output/colours.ts'
import { describeRequest, type Exchange } from './replay.ts'
import { type SummaryRow, summarize } from './summary.ts'

/** Text of a replay's result: a table of what was sent and answered, then all that differs from the recording. */
export function report(exchanges: readonly Exchange[], colour: Colour): string {
  return [...table(summarize(exchanges)), '', ...verdict(exchanges, colour), ''].join('\n')
}

const headings = ['method', 'route', 'event', 'sent', 'status', 'median ms', 'max ms']

/** Columns of numbers, which are aligned at their right. */
const numbers = new Set([3, 5, 6])

function table(rows: readonly SummaryRow[]): string[] {
  const cells = rows.map(row => [
    row.method,
    row.route,
    row.eventName,
    String(row.count),
    statusCell(row.statuses),
    milliseconds(row.medianMs),
    milliseconds(row.maxMs),
  ])
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...cells.map(row => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        numbers.has(column) ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
      )
      .join('  ')
      .trimEnd()
  return [line(headings), ...cells.map(line)]
}

const statusCell = (statuses: ReadonlyMap<string, number>): string =>
  [...statuses].map(([status, count]) => (statuses.size === 1 ? status : `${count} × ${status}`)).join(', ')

const milliseconds = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1))

function verdict(exchanges: readonly Exchange[], colour: Colour): string[] {
  const differing = exchanges.filter(({ differences }) => differences.length > 0)
  if (differing.length === 0) return [colour('good', `All ${exchanges.length} answers are as recorded.`)]
  return [
    colour('bad', `${differing.length} of ${exchanges.length} answers differ from the recorded ones:`),
    ...differing.flatMap(({ request, differences }) =>
      differences.map(difference => `  ${describeRequest(request)}: ${difference}`),
    ),
  ]
}
