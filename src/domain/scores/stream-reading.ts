import { asArray, asObject, asString, type JsonObject } from '../json.ts'
import { reportedAmount, reportedNumber } from './reported-number.ts'

/** Counters of RTCInboundRtpStreamStats that scores are made of; all only grow while a stream lasts. */
const readCounts = (rtp: JsonObject) => ({
  packetsReceived: reportedAmount(rtp, 'packetsReceived'),
  bytesReceived: reportedAmount(rtp, 'bytesReceived'),
  retransmittedPacketsReceived: reportedAmount(rtp, 'retransmittedPacketsReceived'),
  retransmittedBytesReceived: reportedAmount(rtp, 'retransmittedBytesReceived'),
  fecPacketsReceived: reportedAmount(rtp, 'fecPacketsReceived'),
  concealedSamples: reportedAmount(rtp, 'concealedSamples'),
  silentConcealedSamples: reportedAmount(rtp, 'silentConcealedSamples'),
  totalSamplesReceived: reportedAmount(rtp, 'totalSamplesReceived'),
  jitterBufferDelay: reportedAmount(rtp, 'jitterBufferDelay'),
  jitterBufferEmittedCount: reportedAmount(rtp, 'jitterBufferEmittedCount'),
  framesDecoded: reportedAmount(rtp, 'framesDecoded'),
})
type StreamCounts = ReturnType<typeof readCounts>
export type StreamCounter = keyof StreamCounts

/** What one report said of one received RTP stream: little enough to be kept until the next report. */
export interface StreamReading {
  /** The same in every report of the stream, another after a rejoin (a new SSRC). */
  streamId: string
  kind: 'audio' | 'video'
  /** When the browser took the statistics, ms by its own clock; null when not reported. */
  timestamp: number | null
  counts: StreamCounts
  /** Goes down, even below zero, when late packets arrive. */
  packetsLost: number | null
  /** When the last packet came, ms by the clock of `timestamp`. */
  lastPacketReceivedTimestamp: number | null
  frameWidth: number | null
  frameHeight: number | null
  mimeType: string | null
  /** Sent as screen sharing (RTP video content type). Browsers without the extension never say so. */
  isScreenShare: boolean
}

/** RTCStats.id, which holds the SSRC in browsers that reuse ids; else the SSRC; undefined for what cannot be followed. */
function streamIdOf(rtp: JsonObject): string | undefined {
  const id = asString(rtp['id'])
  if (id) return id
  const ssrc = reportedNumber(rtp, 'ssrc')
  return ssrc === null ? undefined : `ssrc ${ssrc}`
}

function readStream(rtp: JsonObject, kind: 'audio' | 'video'): StreamReading[] {
  const streamId = streamIdOf(rtp)
  if (streamId === undefined) return []
  return [
    {
      streamId,
      kind,
      timestamp: reportedNumber(rtp, 'timestamp'),
      counts: readCounts(rtp),
      packetsLost: reportedNumber(rtp, 'packetsLost'),
      lastPacketReceivedTimestamp: reportedNumber(rtp, 'lastPacketReceivedTimestamp'),
      frameWidth: reportedAmount(rtp, 'frameWidth'),
      frameHeight: reportedAmount(rtp, 'frameHeight'),
      mimeType: asString(rtp['mimeType']),
      isScreenShare: rtp['contentType'] === 'screenshare',
    },
  ]
}

/** The received streams of a stats report, audio first. */
export const readStreams = (report: JsonObject): StreamReading[] =>
  (['audio', 'video'] as const).flatMap(kind =>
    asArray(asObject(report[kind])['inbound']).flatMap(rtp => readStream(asObject(rtp), kind)),
  )
