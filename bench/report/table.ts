import type { Measurement } from '../system/measure.ts'
import type { Ratios } from './ratios.ts'

const HEAD = [
  'engine',
  'scenario',
  'conn.',
  'asked/s',
  'units/s',
  'rows/s',
  'failed',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'server CPU s/1000',
  'PostgreSQL CPU s/1000',
  'generator CPU s/1000',
  'peak MB',
]

const cells = (m: Measurement): string[] => [
  m.engine === 'none' ? 'bare parse' : m.engine,
  m.scenario,
  String(m.concurrency),
  m.rate === null ? '' : String(m.rate),
  m.unitsPerSecond.toFixed(0),
  m.rowsPerSecond.toFixed(0),
  String(m.failures),
  m.latency.p50.toFixed(1),
  m.latency.p95.toFixed(1),
  m.latency.p99.toFixed(1),
  m.cpu.server.toFixed(3),
  m.cpu.postgres.toFixed(3),
  m.cpu.generator.toFixed(3),
  m.peakMb.toFixed(0),
]

/** Measurements as a table in Markdown. */
export function measurementTable(measurements: readonly Measurement[]): string {
  const rows = [HEAD, ...measurements.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return [line(HEAD), rule, ...rows.slice(1).map(line)].join('\n')
}

export const ratioList = (ratios: Ratios): string =>
  Object.entries(ratios)
    .map(([name, value]) => `${name}: ${value < 10 ? value.toFixed(2) : value.toFixed(0)}`)
    .join('\n')
