import { type ClosedIntervals, closeIntervals, newConnectionStats } from '../../../src/domain/stats/connection-stats.ts'
import { readReport } from '../../../src/domain/stats/report.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'

/** Reads the reports of one connection, as the analysis does for those whose events arrive in time. */
export function reportReader(periodMs: number): (data: JsonValue, at: number) => ClosedIntervals | null {
  const stats = newConnectionStats()
  return (data, at) => {
    const report = readReport(data, at)
    return report && closeIntervals(stats, report, at, periodMs)
  }
}
