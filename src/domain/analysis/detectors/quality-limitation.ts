import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { Scene } from './detector.ts'
import { isLeadingLayer } from './layers.ts'

/** Share of an interval that the encoder was held back, %; null when nothing was encoded or it does not say. */
export function limitedPercent(interval: StreamInterval, reason: 'cpu' | 'bandwidth', scene: Scene): number | null {
  const limited = interval.rtp[`qualityLimitationDurations.${reason}`]
  return limited === undefined || !isLeadingLayer(interval, scene)
    ? null
    : Math.min((100 * limited) / interval.seconds, 100)
}
