/** A number that is kept of each interval of a stream or of a connection. */
export type SeriesMetric =
  | 'audioScore'
  | 'videoScore'
  | 'bitrate'
  | 'packetLoss'
  | 'jitter'
  | 'jitterBufferDelay'
  | 'jitterBufferMinimumDelay'
  | 'frameRate'
  | 'frameWidth'
  | 'frameHeight'
  | 'frozen'
  | 'concealed'
  | 'cpuLimited'
  | 'bandwidthLimited'
  | 'targetBitrate'
  | 'encodeTime'
  | 'audioLevel'
  | 'rtcpRoundTripTime'
  | 'roundTripTime'
  | 'availableOutgoingBitrate'

/** Values of one interval by metric; null and undefined: not known. */
export type MetricValues = Partial<Record<SeriesMetric, number | null | undefined>>
