import { atOnce } from '../episodes/raise-rule.ts'
import { type ConnectionDetector, well } from './detector.ts'

/** The selected candidate pair changed 3 times within a minute. */
export const unstablePath: ConnectionDetector = {
  code: 'unstable_path',
  unit: 'changes/min',
  worse: 'high',
  raiseRule: atOnce,
  judge(_pair, { connection, report, thresholds }) {
    if (!connection.pair || !report.pair) return null
    const changes = connection.pair.changes.length
    return changes >= thresholds.pathChanges ? { value: changes, holds: true, clear: false } : well(changes)
  },
}
