import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../episodes/raise-rule.ts'
import { above, type DetectorContext, type Evaluation, type StreamDetector, well } from './detector.ts'
import { isLeadingLayer, layersOf, sourceSubject } from './layers.ts'
import { limitedPercent } from './quality-limitation.ts'

/** Encoding takes at least this share of the time where frames are left out for want of it, %. Inferred. */
const BUSY_PERCENT = 40

/** Time that encoding all layers of a source took of the time there was, %; null when not reported. */
function busyPercent(interval: StreamInterval, context: DetectorContext): number | null {
  const times = layersOf(interval, context).map(({ rtp }) => rtp.totalEncodeTime)
  if (times.length === 0 || times.some(time => time === undefined)) return null
  return (100 * times.reduce<number>((sum, time) => sum + (time ?? 0), 0)) / interval.seconds
}

/** Frames that were encoded of those captured, %; null when not reported. */
function encodedPercent({ rtp, source }: StreamInterval): number | null {
  const encoded = rtp.framesEncoded ?? rtp.framesSent
  return encoded === undefined || !source?.frames ? null : (100 * encoded) / source.frames
}

/** By how busy the encoder is; null when that is not reported. */
function byTime(interval: StreamInterval, context: DetectorContext): Evaluation | null {
  const busy = isLeadingLayer(interval, context) ? busyPercent(interval, context) : null
  if (busy === null) return null
  const { encodeBusyPercent, encodedPercent: line, limitedPercent: limit } = context.thresholds
  const isHeldByNetwork = (limitedPercent(interval, 'bandwidth', context) ?? 0) > limit
  const leavesOut = busy > BUSY_PERCENT && !isHeldByNetwork && (encodedPercent(interval) ?? 100) < line
  return busy > encodeBusyPercent || leavesOut ? { value: Math.min(busy, 100), holds: true, clear: false } : well(busy)
}

/**
 * The processor held back the video encoder, in 3 of 5 intervals.
 *
 * Logic: the browser says so (`qualityLimitationDurations.cpu`); or encoding takes most of the time there is; or it takes
 * much of it and frames are left out. Chromium says it some 25 s late, and others never.
 * Guards: frames that are left out under a limit of bandwidth, or at a rate that was set, leave the encoder idle.
 */
export const cpuLimited: StreamDetector = {
  code: 'cpu_limited',
  unit: '%',
  worse: 'high',
  raiseRule: sustained,
  streams: ['outbound-video'],
  subject: sourceSubject,
  judge(interval, context) {
    const percent = limitedPercent(interval, 'cpu', context)
    const setFlag = percent === null ? null : above(percent, context.thresholds.limitedPercent)
    return setFlag?.holds ? setFlag : (byTime(interval, context) ?? setFlag)
  },
}
