import { concealedPercent } from '../../stats/losses.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import { atOnce } from '../episodes/raise-rule.ts'
import { above, type StreamDetector, type StreamDetectorContext } from './detector.ts'

/** The sender took another microphone: the gap between the two is nobody's fault. */
function isSwitched({ start, end }: StreamInterval, { peer, periodMs }: StreamDetectorContext): boolean {
  const at = peer?.stream.sourceChangedAt ?? null
  return at !== null && at > start - periodMs && at < end + periodMs
}

/** Gaps in received audio that had to be filled audibly. */
export const audioConcealment: StreamDetector = {
  code: 'audio_concealment',
  ofPeople: true,
  unit: '%',
  worse: 'high',
  raiseRule: atOnce,
  streams: ['inbound-audio'],
  judge(interval, context) {
    const { leastSamples, concealedPercent: line, concealedEndPercent } = context.thresholds
    const isNobodysFault = isSwitched(interval, context) || context.peerHasLeft()
    const percent = isNobodysFault ? null : concealedPercent(interval, leastSamples)
    return percent === null ? null : above(percent, line, concealedEndPercent)
  },
}
