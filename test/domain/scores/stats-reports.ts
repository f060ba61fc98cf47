import type { JsonObject } from '../../../src/domain/values/json.ts'

/** The first report of a made-up stream. */
export const CALL_START = Date.UTC(2026, 0, 1)

type Fields = Record<string, unknown>

/** An inbound audio report after so many seconds of a healthy stream: 50 packets a second, 32 kbit/s. */
export const audioReport = (at: number, change: Fields = {}): JsonObject =>
  ({
    id: 'IT01A1',
    type: 'inbound-rtp',
    kind: 'audio',
    timestamp: CALL_START + 1000 * at,
    lastPacketReceivedTimestamp: CALL_START + 1000 * at - 10,
    packetsReceived: 50 * at,
    packetsLost: 0,
    bytesReceived: 4000 * at,
    fecPacketsReceived: 0,
    jitterBufferDelay: 1440 * at,
    jitterBufferEmittedCount: 48_000 * at,
    concealedSamples: 0,
    silentConcealedSamples: 0,
    totalSamplesReceived: 48_000 * at,
    ...change,
  }) as JsonObject

/** An inbound video report after so many seconds of a healthy stream: 640x480, 30 frames a second, 1 Mbit/s. */
export const videoReport = (at: number, change: Fields = {}): JsonObject =>
  ({
    id: 'IT01V1',
    type: 'inbound-rtp',
    kind: 'video',
    mimeType: 'video/VP8',
    timestamp: CALL_START + 1000 * at,
    lastPacketReceivedTimestamp: CALL_START + 1000 * at - 10,
    packetsReceived: 120 * at,
    packetsLost: 0,
    bytesReceived: 125_000 * at,
    retransmittedPacketsReceived: 0,
    retransmittedBytesReceived: 0,
    framesDecoded: 30 * at,
    frameWidth: 640,
    frameHeight: 480,
    jitterBufferDelay: 0.9 * at,
    jitterBufferEmittedCount: 30 * at,
    ...change,
  }) as JsonObject

/** A stats report of these streams over a connection with 40 ms round-trip time. */
export const statsReport = (at: number, streams: { audio?: JsonObject[]; video?: JsonObject[] }): JsonObject => ({
  audio: { inbound: streams.audio ?? [], outbound: [] },
  video: { inbound: streams.video ?? [], outbound: [] },
  connection: {
    id: 'CP1',
    currentRoundTripTime: 0.04,
    totalRoundTripTime: 0.04 * at,
    responsesReceived: at,
    bytesReceived: 1000 * at,
  },
  remote: {},
})
