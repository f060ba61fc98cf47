import type { TrackKind } from '../call.ts'

/** Numbers that are measured in each interval; units are those that are shown. */
export type Metric =
  | 'audioScore'
  | 'videoScore'
  | 'bitrate'
  | 'targetBitrate'
  | 'availableBitrate'
  | 'packetLoss'
  | 'roundTrip'
  | 'rtcpRoundTrip'
  | 'jitter'
  | 'jitterBuffer'
  | 'jitterBufferMinimum'
  | 'frameRate'
  | 'frameHeight'
  | 'frozen'
  | 'concealed'
  | 'cpuLimited'
  | 'bandwidthLimited'
  | 'encodeTime'
  | 'audioLevel'

export interface MetricSeries {
  metric: Metric
  /** Of an RTP stream; empty for what is measured of the connection. */
  streamKey: string
  direction: 'inbound' | 'outbound' | undefined
  kind: TrackKind | undefined
  /** One an interval; null where it is not known. */
  values: (number | null)[]
}

/** What was measured on a connection, interval by interval. */
export interface ConnectionSeries {
  connectionId: string
  /** Ends of the intervals, ms since the epoch. */
  ends: number[]
  /** ms */
  lengths: number[]
  metrics: MetricSeries[]
  pairs: SelectedPair[]
}

/** A candidate pair that carried the media for some time; ms since the epoch. */
export interface SelectedPair {
  id: string
  from: number
  to: number
  /** RTCIceCandidateType; empty when not reported. */
  localType: string
  remoteType: string
  protocol: string
  relayProtocol: string
  networkType: string
  url: string
}
