import { limitedPercent } from '../analysis/detectors/quality-limitation.ts'
import type { Thresholds } from '../analysis/thresholds.ts'
import { audioIntervalScore } from '../scores/audio-interval-score.ts'
import { videoIntervalScore } from '../scores/video-interval-score.ts'
import type { ClosedIntervals } from '../stats/connection-stats.ts'
import { concealedPercent, inboundLossPercent, remoteLossPercent } from '../stats/losses.ts'
import { playoutDelay } from '../stats/playout.ts'
import { lastRoundTripMs } from '../stats/round-trip.ts'
import { frameRateOf, type StreamInterval } from '../stats/stream-interval.ts'
import type { MetricValues } from './series-metric.ts'

const times = (factor: number, value: number | undefined) => (value === undefined ? null : factor * value)

/** Values of one interval of a stream for graphs: the same numbers that rules and scores use. */
export function streamValues(interval: StreamInterval, closed: ClosedIntervals, thresholds: Thresholds): MetricValues {
  const { stream, rtp, seconds } = interval
  const { direction, kind } = stream
  const { frameWidth, frameHeight } = stream.rtp.gauges
  const bytes = rtp.bytesReceived ?? rtp.bytesSent
  return {
    bitrate: times(8 / seconds, bytes),
    ...(kind === 'video' && { frameRate: frameRateOf(interval), frameWidth, frameHeight }),
    ...(direction === 'inbound' ? received(interval, closed, thresholds) : sent(interval, closed, thresholds)),
  }
}

function received(interval: StreamInterval, closed: ClosedIntervals, thresholds: Thresholds): MetricValues {
  const { stream, rtp, seconds } = interval
  const delay = playoutDelay(interval)
  const delayMs = lastRoundTripMs(closed.pair, closed.streams)
  const common = {
    packetLoss: inboundLossPercent(interval, thresholds.leastPackets),
    jitterBufferDelay: delay?.total,
    jitterBufferMinimumDelay: delay?.network,
  }
  if (stream.kind === 'video') {
    const frozen = times(100 / seconds, rtp.totalFreezesDuration)
    return { ...common, videoScore: videoIntervalScore(interval, delayMs), frozen }
  }
  // Without packets the last value stands and says nothing.
  const isTelling = (rtp.packetsReceived ?? 0) >= thresholds.leastPackets
  return {
    ...common,
    audioScore: audioIntervalScore(interval, delayMs)?.score,
    jitter: isTelling ? times(1000, stream.rtp.gauges.jitter) : null,
    concealed: concealedPercent(interval, thresholds.leastSamples),
  }
}

function sent(interval: StreamInterval, closed: ClosedIntervals, thresholds: Thresholds): MetricValues {
  const { stream, rtp, remote } = interval
  const common = {
    packetLoss: remoteLossPercent(interval, thresholds.leastPackets),
    targetBitrate: stream.rtp.gauges.targetBitrate,
    rtcpRoundTripTime: (remote && times(1000, stream.remote?.gauges.roundTripTime)) || null,
  }
  if (stream.kind === 'audio') return { ...common, audioLevel: stream.source?.gauges.audioLevel }
  const around = { intervals: closed.streams }
  return {
    ...common,
    cpuLimited: limitedPercent(interval, 'cpu', around),
    bandwidthLimited: limitedPercent(interval, 'bandwidth', around),
    encodeTime: rtp.framesEncoded ? times(1000 / rtp.framesEncoded, rtp.totalEncodeTime) : null,
  }
}
