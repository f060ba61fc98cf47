import { sustained } from '../episodes/raise-rule.ts'
import { above, type StreamDetector } from './detector.ts'
import { limitedPercent, sourceSubject } from './quality-limitation.ts'

/** The processor held back the video encoder, in 3 of 5 intervals. */
export const cpuLimited: StreamDetector = {
  code: 'cpu_limited',
  unit: '%',
  worse: 'high',
  raiseRule: sustained,
  streams: ['outbound-video'],
  subject: sourceSubject,
  judge(interval, scene) {
    const percent = limitedPercent(interval, 'cpu', scene)
    return percent === null ? null : above(percent, scene.thresholds.limitedPercent)
  },
}
