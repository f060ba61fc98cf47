import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { IceCandidateType } from '../../../../gen/peermetrics/call/v1/connection_pb.js'
import {
  type ConnectionSeries as ConnectionSeriesMessage,
  type SelectedPair as SelectedPairMessage,
  SeriesMetric,
} from '../../../../gen/peermetrics/query/v1/series_pb.js'
import type { ConnectionSeries, Metric, SelectedPair } from '../../model/series/series.ts'
import { optionalMs } from './time.ts'

const metrics: Partial<Record<SeriesMetric, Metric>> = {
  [SeriesMetric.AUDIO_SCORE]: 'audioScore',
  [SeriesMetric.VIDEO_SCORE]: 'videoScore',
  [SeriesMetric.BITRATE]: 'bitrate',
  [SeriesMetric.TARGET_BITRATE]: 'targetBitrate',
  [SeriesMetric.AVAILABLE_OUTGOING_BITRATE]: 'availableBitrate',
  [SeriesMetric.PACKET_LOSS]: 'packetLoss',
  [SeriesMetric.ROUND_TRIP_TIME]: 'roundTrip',
  [SeriesMetric.RTCP_ROUND_TRIP_TIME]: 'rtcpRoundTrip',
  [SeriesMetric.JITTER]: 'jitter',
  [SeriesMetric.JITTER_BUFFER_DELAY]: 'jitterBuffer',
  [SeriesMetric.JITTER_BUFFER_MINIMUM_DELAY]: 'jitterBufferMinimum',
  [SeriesMetric.FRAME_RATE]: 'frameRate',
  [SeriesMetric.FRAME_HEIGHT]: 'frameHeight',
  [SeriesMetric.FROZEN]: 'frozen',
  [SeriesMetric.CONCEALED]: 'concealed',
  [SeriesMetric.CPU_LIMITED]: 'cpuLimited',
  [SeriesMetric.BANDWIDTH_LIMITED]: 'bandwidthLimited',
  [SeriesMetric.ENCODE_TIME]: 'encodeTime',
  [SeriesMetric.AUDIO_LEVEL]: 'audioLevel',
}

/** Metrics that the console does not know are passed over. */
export function toConnectionSeries(
  series: ConnectionSeriesMessage,
  startTime: Timestamp | undefined,
): ConnectionSeries {
  const start = optionalMs(startTime) ?? 0
  return {
    connectionId: series.connectionId,
    ends: series.endMs.map(end => start + end),
    lengths: series.lengthMs,
    metrics: series.metrics.flatMap(({ metric: number, streamKey, values }) => {
      const metric = metrics[number]
      if (!metric) return []
      const [, direction, kind] = /^(inbound|outbound)-(audio|video)\//.exec(streamKey) ?? []
      return [
        {
          metric,
          streamKey,
          direction: direction as 'inbound' | 'outbound' | undefined,
          kind: kind as 'audio' | 'video' | undefined,
          values: values.map(value => (Number.isNaN(value) ? null : value)),
        },
      ]
    }),
    pairs: series.selectedPairs.map(pair => toPair(pair, start)),
  }
}

const toPair = (pair: SelectedPairMessage, start: number): SelectedPair => ({
  id: pair.pairId,
  from: start + pair.startMs,
  to: start + pair.endMs,
  localType: typeNames[pair.localType],
  remoteType: typeNames[pair.remoteType],
  protocol: pair.protocol,
  relayProtocol: pair.relayProtocol,
  networkType: pair.networkType,
  url: pair.url,
})

const typeNames: Record<IceCandidateType, string> = {
  [IceCandidateType.UNSPECIFIED]: '',
  [IceCandidateType.HOST]: 'host',
  [IceCandidateType.SRFLX]: 'srflx',
  [IceCandidateType.PRFLX]: 'prflx',
  [IceCandidateType.RELAY]: 'relay',
}
