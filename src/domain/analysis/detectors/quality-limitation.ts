import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { DetectorContext } from './detector.ts'
import { isLeadingLayer } from './layers.ts'

/** Share of an interval that the encoder was held back, %; null when nothing was encoded or it does not say. */
export function limitedPercent(
  interval: StreamInterval,
  reason: 'cpu' | 'bandwidth',
  context: Pick<DetectorContext, 'intervals'>,
): number | null {
  const limited = interval.rtp[`qualityLimitationDurations.${reason}`]
  return limited === undefined || !isLeadingLayer(interval, context)
    ? null
    : Math.min((100 * limited) / interval.seconds, 100)
}
