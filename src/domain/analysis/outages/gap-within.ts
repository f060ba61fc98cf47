import type { Flow } from '../../stats/flow.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { StreamDetectorContext } from '../detectors/detector.ts'

/** Share of an interval that must be made up for it to hold an outage. */
const MADE_UP = 0.3

/** Losses that are counted, %, beyond which what is made up is loss, not an outage (field-notes 5). */
const MAX_LOSS_PERCENT = 5

/** Bytes of a packet of speech; comfort noise of DTX has 1 to 10. */
const SPEECH_BYTES = 20

/** Times of intervals that follow each other differ by less, ms. */
const ROUNDING_MS = 500

/** Packets or bytes a second in the intervals before, slowest first. */
const ratesBefore = (flows: readonly Flow[], before: number, of: 'packets' | 'bytes'): number[] =>
  flows
    .filter(flow => flow.start < before - ROUNDING_MS && flow.end < before + ROUNDING_MS && flow[of] !== null)
    .map(flow => (1000 * (flow[of] ?? 0)) / (flow.end - flow.start))
    .sort((a, b) => a - b)

/** The lower median; null of none. */
const usual = (rates: readonly number[]): number | null => rates[(rates.length - 1) >> 1] ?? null

const lossPercent = ({ rtp: { packetsLost = 0, packetsReceived = 0 } }: StreamInterval) =>
  (100 * packetsLost) / Math.max(packetsLost + packetsReceived, 1)

/** Seconds of an interval of received audio that had to be made up, silence included; null when not reported. */
export function madeUpSeconds({ rtp, seconds }: StreamInterval): number | null {
  const { concealedSamples, totalSamplesReceived } = rtp
  if (concealedSamples === undefined || !totalSamplesReceived) return null
  return seconds * Math.min(concealedSamples / totalSamplesReceived, 1)
}

/** Bytes are missing, too: without word of what was made up, one counter alone, or one interval before, may be wrong. */
function hasFewerBytes(
  { rtp, seconds, start }: StreamInterval,
  { facts }: StreamDetectorContext,
  gap: number,
): boolean {
  const rates = ratesBefore(facts.flows, start, 'bytes')
  const rate = rates.length > 1 ? usual(rates) : null
  return rate !== null && seconds - (rtp.bytesReceived ?? 0) / rate >= gap / 2
}

/** The sender sent as many packets as ever: it did not pause by itself. Null when it does not report. */
function sentThroughout(
  { start, end }: StreamInterval,
  rate: number,
  { peer, periodMs }: StreamDetectorContext,
): boolean | null {
  const flows = (peer?.stream.flows ?? []).filter(flow => flow.end > start - periodMs && flow.start < end)
  const known = flows.filter(({ packets }) => packets !== null)
  if (known.length === 0) return null
  return known.every(flow => (1000 * (flow.packets ?? 0)) / (flow.end - flow.start) >= 0.7 * rate)
}

/**
 * Seconds in which nothing came within an interval that has packets at both ends; 0 for none.
 *
 * An outage of the network leaves no trace in `packetsLost` where it ends before the next report: packets are missing that
 * nobody counts, and what is heard is made up, silence included. Guards: losses that are counted are loss; a sender that
 * paused (DTX, mute, another microphone) sent less itself, by its own reports, or by what little its packets held.
 */
export function gapWithin(interval: StreamInterval, scene: StreamDetectorContext): number {
  const { rtp, seconds, start, before, stream } = interval
  const received = rtp.packetsReceived
  const rate = usual(ratesBefore(scene.facts.flows, start, 'packets'))
  if (received === undefined || rate === null || before.trackIdentifier !== stream.trackIdentifier) return 0
  if (lossPercent(interval) > MAX_LOSS_PERCENT) return 0
  const missing = seconds - received / rate
  const gap = Math.min(madeUpSeconds(interval) ?? missing, missing)
  if (gap < MADE_UP * seconds && gap < 2) return 0
  const isBorneOut = (madeUpSeconds(interval) ?? 0) >= gap || hasFewerBytes(interval, scene, gap)
  if (!isBorneOut) return 0
  const sent = sentThroughout(interval, rate, scene)
  const isSpeech = (rtp.bytesReceived ?? 0) >= SPEECH_BYTES * received
  const isOutage = sent ?? (madeUpSeconds(interval) !== null && isSpeech)
  return isOutage ? gap : 0
}
