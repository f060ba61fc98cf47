import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type DetectorContext, type StreamDetector, well } from './detector.ts'
import { sourceSubject } from './layers.ts'
import { limitedPercent } from './quality-limitation.ts'

/** An estimate that grew by this factor since the last report is still on its way up. Inferred. */
const RISING = 1.2

/** An estimate so many times what all encoders are told to produce leaves them room. Inferred. */
const ROOM = 2

/** A target that moved less than this share follows a setting, not the estimate. Inferred. */
const STEADY = 0.01

/** Least target of Chromium's video encoders, bit/s: where a bad network holds it, too. */
const MIN_TARGET_BPS = 30_000

const isRampingUp = ({ end }: StreamInterval, { connection, thresholds }: DetectorContext): boolean => {
  const since = Math.max(connection.connectedAt ?? 0, connection.disturbedAt ?? 0)
  return end - since < 1000 * thresholds.rampUpSeconds
}

function followsSetting({ stream, before: earlier }: StreamInterval): boolean {
  const [before, target] = [earlier.rtp.gauges.targetBitrate, stream.rtp.gauges.targetBitrate]
  if (target === undefined || before === undefined || target <= MIN_TARGET_BPS) return false
  return Math.abs(target - before) <= STEADY * before
}

/**
 * Whether it is the network: encoders report `bandwidth` while they start or recover, too, and when they scale for quality
 * at a bitrate that was set (field-notes 5). Null when that cannot be told.
 */
function isNetworkLimit(interval: StreamInterval, context: DetectorContext): boolean | null {
  const { pair, report } = context
  const available = pair?.gauges.availableOutgoingBitrate
  if (!pair || !available || pair.deltas.bytesReceived === 0) return null
  const target = report.streams.reduce((sum, { rtp }) => sum + (rtp.gauges.targetBitrate ?? 0), 0)
  if (available >= ROOM * target) return false
  const isRising = available > RISING * (pair.gaugesBefore.availableOutgoingBitrate ?? available)
  return isRising || isRampingUp(interval, context) || followsSetting(interval) ? null : true
}

/** The network held back the video encoder, in 3 of 5 intervals. */
export const bandwidthLimited: StreamDetector = {
  code: 'bandwidth_limited',
  unit: '%',
  worse: 'high',
  raiseRule: sustained,
  streams: ['outbound-video'],
  subject: sourceSubject,
  judge(interval, context) {
    const percent = limitedPercent(interval, 'bandwidth', context)
    if (percent === null) return null
    const verdict = above(percent, context.thresholds.limitedPercent)
    if (!verdict.holds) return verdict
    const isLimit = isNetworkLimit(interval, context)
    if (isLimit === null) return null
    return isLimit ? verdict : well(percent)
  },
}
