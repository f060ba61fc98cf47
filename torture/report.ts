import type { Trial } from './part.ts'
import type { PartName } from './parts.ts'

export interface PartTrial extends Trial {
  part: PartName
  seconds: number
}

const HEAD = ['part', 'what', 'engine', 'tried', 'survived', 'lost', 'measured']

const cells = ({ part, what, engine, tried, survived, lost, measured }: PartTrial): string[] => [
  part,
  what,
  engine,
  String(tried),
  String(survived),
  String(lost),
  Object.entries(measured)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 10) / 10 : value}`)
    .join(', '),
]

/** Trials as a table in Markdown, and below it what must not have happened. */
export function trialTable(trials: readonly PartTrial[]): string {
  const rows = [HEAD, ...trials.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  const faults = trials.flatMap(({ part, what, engine, faults: all }) =>
    all.map(fault => `${part}, ${what}, ${engine}: ${fault}`),
  )
  return [line(HEAD), rule, ...rows.slice(1).map(line), ...(faults.length > 0 ? ['', ...faults] : [])].join('\n')
}
