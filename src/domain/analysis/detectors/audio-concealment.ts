import type { StreamInterval } from '../../stats/stream-interval.ts'
import { atOnce } from '../spells/life.ts'
import { above, type StreamDetector, type StreamScene } from './detector.ts'

/** Samples made up audibly for such that did not come in time, of all samples, %; null when that cannot be told. */
export function concealedPercent({ rtp }: StreamInterval, leastSamples: number): number | null {
  const { concealedSamples, silentConcealedSamples, totalSamplesReceived } = rtp
  if (concealedSamples === undefined || silentConcealedSamples === undefined) return null
  if (totalSamplesReceived === undefined || totalSamplesReceived < leastSamples) return null
  const audible = Math.max(concealedSamples - silentConcealedSamples, 0)
  return audible > totalSamplesReceived ? null : (100 * audible) / totalSamplesReceived
}

/** The sender took another microphone: the gap between the two is nobody's fault. */
function isSwitched({ start, end }: StreamInterval, { peer, periodMs }: StreamScene): boolean {
  const at = peer?.stream.sourceChangedAt ?? null
  return at !== null && at > start - periodMs && at < end + periodMs
}

/** Gaps in received audio that had to be filled audibly. */
export const audioConcealment: StreamDetector = {
  code: 'audio_concealment',
  ofPeople: true,
  unit: '%',
  worse: 'high',
  life: atOnce,
  streams: ['inbound-audio'],
  judge(interval, scene) {
    const { leastSamples, concealedPercent: line, concealedEndPercent } = scene.thresholds
    const percent = isSwitched(interval, scene) ? null : concealedPercent(interval, leastSamples)
    return percent === null ? null : above(percent, line, concealedEndPercent)
  },
}
