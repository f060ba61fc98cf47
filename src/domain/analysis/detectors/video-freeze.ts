import type { StreamInterval } from '../../stats/stream-interval.ts'
import { atOnce } from '../episodes/raise-rule.ts'
import { wasOnDuring } from '../state/flag.ts'
import { type Evaluation, type StreamDetector, type StreamDetectorContext, well } from './detector.ts'
import { sentMeanwhile, wasSteadyBut } from './sent-meanwhile.ts'

/** Whether a freeze that the browser counted is one: the sender went on sending, or seems to have. */
function isReal(frozenSeconds: number, { facts, peer, thresholds }: StreamDetectorContext): boolean {
  const sent = sentMeanwhile(facts.flows, peer?.stream.flows ?? [], frozenSeconds)
  return sent ? sent.kept || sent.lost : wasSteadyBut(facts.flows, frozenSeconds, thresholds.frameRateFps)
}

/**
 * Outages of 10 s and longer count as pauses, as a camera switched off does (field-notes 5): only frames that were
 * demonstrably sent and never shown make one a freeze.
 */
const isOutage = (pausedSeconds: number, { facts, peer }: StreamDetectorContext): boolean =>
  sentMeanwhile(facts.flows, peer?.stream.flows ?? [], pausedSeconds)?.lost === true

function byCounters({ rtp, seconds }: StreamInterval, context: StreamDetectorContext): Evaluation | null {
  const { totalFreezesDuration: frozen, freezeCount, totalPausesDuration: paused = 0 } = rtp
  if (frozen === undefined || freezeCount === undefined) return null
  const { frozenPercent, meanFreezeSeconds } = context.thresholds
  const isLong = 100 * frozen > frozenPercent * seconds || (freezeCount > 0 && frozen / freezeCount > meanFreezeSeconds)
  if (isLong && isReal(frozen, context)) return { value: frozen, holds: true, clear: false }
  if (100 * paused > frozenPercent * seconds && isOutage(paused, context))
    return { value: paused, holds: true, clear: false }
  return well(frozen)
}

/** Without counters of freezes: packets came, and no picture; a sender who says that he sent no frame is believed. */
function byFrames(
  { rtp, start, end, seconds }: StreamInterval,
  { facts, peer }: StreamDetectorContext,
): Evaluation | null {
  const { framesDecoded, packetsReceived, bytesReceived = packetsReceived } = rtp
  if (framesDecoded === undefined || bytesReceived === undefined) return null
  if (framesDecoded > 0) return well(0)
  const sent = sentMeanwhile(facts.flows, peer?.stream.flows ?? [], (end - start) / 1000)
  return bytesReceived > 0 && (sent === null || sent.lost) ? { value: seconds, holds: true, clear: false } : null
}

/** Received video stood still for much of an interval. Nobody sees it in a hidden tab; what never showed a frame is no video. */
export const videoFreeze: StreamDetector = {
  code: 'video_freeze',
  ofPeople: true,
  unit: 's',
  worse: 'high',
  raiseRule: atOnce,
  streams: ['inbound-video'],
  judge(interval, context) {
    if (wasOnDuring(context.session.hidden, interval.start, interval.end) || !context.facts.hadFrames) return null
    return context.facts.tellsFreezes ? byCounters(interval, context) : byFrames(interval, context)
  },
}
