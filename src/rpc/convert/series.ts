import { create } from '@bufbuild/protobuf'
import {
  ConnectionSeriesSchema,
  SeriesMetric as Metric,
  MetricSeriesSchema,
  SelectedPairSchema,
} from '../../../gen/peermetrics/query/v1/series_pb.js'
import type { PairSpan } from '../../domain/series/series-block.ts'
import type { SeriesMetric } from '../../domain/series/series-metric.ts'
import type { ShownSeries } from '../../services/query/connection-series.ts'
import { candidateType } from './connection.ts'

const metrics: Record<SeriesMetric, Metric> = {
  audioScore: Metric.AUDIO_SCORE,
  videoScore: Metric.VIDEO_SCORE,
  bitrate: Metric.BITRATE,
  packetLoss: Metric.PACKET_LOSS,
  jitter: Metric.JITTER,
  jitterBufferDelay: Metric.JITTER_BUFFER_DELAY,
  jitterBufferMinimumDelay: Metric.JITTER_BUFFER_MINIMUM_DELAY,
  frameRate: Metric.FRAME_RATE,
  frameWidth: Metric.FRAME_WIDTH,
  frameHeight: Metric.FRAME_HEIGHT,
  frozen: Metric.FROZEN,
  concealed: Metric.CONCEALED,
  cpuLimited: Metric.CPU_LIMITED,
  bandwidthLimited: Metric.BANDWIDTH_LIMITED,
  targetBitrate: Metric.TARGET_BITRATE,
  encodeTime: Metric.ENCODE_TIME,
  audioLevel: Metric.AUDIO_LEVEL,
  roundTripTime: Metric.ROUND_TRIP_TIME,
  rtcpRoundTripTime: Metric.RTCP_ROUND_TRIP_TIME,
  availableOutgoingBitrate: Metric.AVAILABLE_OUTGOING_BITRATE,
}

/** Series as the RPCs show them. @param start what their times count from */
export const connectionSeriesMessage = (series: ShownSeries, start: Date) =>
  create(ConnectionSeriesSchema, {
    connectionId: series.connectionId,
    endMs: series.ends.map(end => end - start.getTime()),
    lengthMs: series.lengths,
    metrics: series.series.map(({ metric, stream, trackIdentifier, values }) =>
      create(MetricSeriesSchema, {
        metric: metrics[metric],
        streamKey: stream,
        trackId: series.trackIds.get(trackIdentifier ?? ''),
        values,
      }),
    ),
    selectedPairs: series.pairs.map(pair => selectedPairMessage(pair, start)),
    omittedStreamCount: series.omittedStreamCount,
  })

const selectedPairMessage = (pair: PairSpan, start: Date) =>
  create(SelectedPairSchema, {
    startMs: pair.from - start.getTime(),
    endMs: pair.until - start.getTime(),
    pairId: pair.id,
    localType: candidateType(pair.localType),
    remoteType: candidateType(pair.remoteType),
    protocol: pair.protocol,
    relayProtocol: pair.relayProtocol,
    networkType: pair.networkType,
    url: pair.url,
    eventId: pair.eventId,
  })
