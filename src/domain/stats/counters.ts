/** Ways in which a counter of W3C getStats may move. */
export interface CounterRule {
  /** Nothing real grows faster, per second: a jump beyond was never counted. */
  perSecond: number
  /** Meaning of a fall: the stream began anew (nothing of the interval counts), or nothing special. Else it is dropped. */
  fall?: 'restart' | 'allowed'
  /** One interval of it can raise a finding: it counts from a reading that an earlier one bears out. */
  confirmed?: true
}

const PACKETS = { perSecond: 100_000 }
const BYTES = { perSecond: 1.25e9 }
const FRAMES = { perSecond: 1000 }
const SAMPLES = { perSecond: 400_000 }

/** Cumulative numbers that the rules read. A dot leads into a nested record. */
export const counterRules = {
  packetsReceived: { ...PACKETS, fall: 'restart' },
  /** Signed: falls when packets that counted as lost arrive late. */
  packetsLost: { ...PACKETS, fall: 'allowed' },
  packetsSent: { ...PACKETS, fall: 'restart' },
  retransmittedPacketsReceived: PACKETS,
  retransmittedBytesReceived: BYTES,
  retransmittedPacketsSent: PACKETS,
  fecPacketsReceived: PACKETS,
  bytesReceived: { ...BYTES, fall: 'restart' },
  bytesSent: { ...BYTES, fall: 'restart' },
  totalSamplesReceived: { ...SAMPLES, fall: 'restart' },
  concealedSamples: { ...SAMPLES, confirmed: true },
  silentConcealedSamples: { ...SAMPLES, confirmed: true },
  jitterBufferDelay: { perSecond: 1e8 },
  jitterBufferMinimumDelay: { perSecond: 1e8 },
  jitterBufferEmittedCount: SAMPLES,
  framesDecoded: { ...FRAMES, fall: 'restart' },
  framesSent: { ...FRAMES, fall: 'restart' },
  framesReceived: FRAMES,
  framesEncoded: FRAMES,
  /** s; encoders may use several cores. */
  totalEncodeTime: { perSecond: 100 },
  freezeCount: { ...FRAMES, confirmed: true },
  /** A freeze counts when it ends, so an interval can hold more of it than it is long. */
  totalFreezesDuration: { perSecond: 60, confirmed: true },
  totalPausesDuration: { perSecond: 1000, confirmed: true },
  'qualityLimitationDurations.cpu': { perSecond: 1.2 },
  'qualityLimitationDurations.bandwidth': { perSecond: 1.2 },
  /** Of RTCMediaSourceStats of audio. */
  totalAudioEnergy: { perSecond: 2 },
  totalSamplesDuration: { perSecond: 1.5 },
  /** Of RTCMediaSourceStats of video. */
  frames: FRAMES,
  /** Of RTCIceCandidatePairStats. */
  responsesReceived: { perSecond: 10_000, fall: 'restart' },
  requestsReceived: { perSecond: 10_000, fall: 'restart' },
  /** s, of all responses together. */
  totalRoundTripTime: { perSecond: 10_000 },
} as const satisfies Record<string, CounterRule>

export type CounterName = keyof typeof counterRules

/** Momentary numbers that the rules read, and the most that can be believed. */
export const gaugeLimits = {
  /** s. */
  jitter: 10,
  /** s. */
  currentRoundTripTime: 60,
  /** s. */
  roundTripTime: 60,
  /** 0 to 1. */
  audioLevel: 1,
  /** bit/s. */
  targetBitrate: 1e11,
  /** bit/s. */
  availableOutgoingBitrate: 1e11,
  /** px. */
  frameWidth: 65_536,
  frameHeight: 65_536,
  /** ms by the browser's clock. */
  lastPacketReceivedTimestamp: 8.64e15,
} as const satisfies Record<string, number>

export type GaugeName = keyof typeof gaugeLimits

/** Which numbers the rules read of an entry, by what it is about. */
export interface EntryShape {
  counters: readonly CounterName[]
  gauges: readonly GaugeName[]
}

/** RTCInboundRtpStreamStats of audio and of video, RTCOutboundRtpStreamStats of either. */
const inboundRtp = [
  'packetsReceived',
  'packetsLost',
  'bytesReceived',
  'retransmittedPacketsReceived',
  'jitterBufferDelay',
  'jitterBufferMinimumDelay',
  'jitterBufferEmittedCount',
] as const
const inboundAudio = [
  'totalSamplesReceived',
  'concealedSamples',
  'silentConcealedSamples',
  'fecPacketsReceived',
] as const
const inboundVideo = [
  'retransmittedBytesReceived',
  'framesReceived',
  'framesDecoded',
  'freezeCount',
  'totalFreezesDuration',
  'totalPausesDuration',
] as const
const outboundRtp = [
  'packetsSent',
  'bytesSent',
  'retransmittedPacketsSent',
  'framesSent',
  'framesEncoded',
  'totalEncodeTime',
  'qualityLimitationDurations.cpu',
  'qualityLimitationDurations.bandwidth',
] as const

export const entryShapes = {
  'inbound-audio': { counters: [...inboundRtp, ...inboundAudio], gauges: ['jitter', 'lastPacketReceivedTimestamp'] },
  'inbound-video': {
    counters: [...inboundRtp, ...inboundVideo],
    gauges: ['lastPacketReceivedTimestamp', 'frameWidth', 'frameHeight'],
  },
  'outbound-audio': { counters: outboundRtp, gauges: ['targetBitrate'] },
  'outbound-video': { counters: outboundRtp, gauges: ['targetBitrate', 'frameWidth', 'frameHeight'] },
  source: { counters: ['totalAudioEnergy', 'totalSamplesDuration', 'frames'], gauges: ['audioLevel'] },
  remote: { counters: ['packetsSent', 'packetsLost'], gauges: ['roundTripTime'] },
  pair: {
    counters: ['bytesReceived', 'responsesReceived', 'requestsReceived', 'totalRoundTripTime'],
    gauges: ['currentRoundTripTime', 'availableOutgoingBitrate', 'lastPacketReceivedTimestamp'],
  },
} as const satisfies Record<string, EntryShape>
