import type { JsonObject } from '../../../src/domain/values/json.ts'

/** Fields of an entry: a counter grows by the number in an interval, a gauge is set to it; null takes the field away. */
type Change = Record<string, number | boolean | string | null>

/** What one interval is like at one page, where it is not as in a healthy call. */
export interface PageChange {
  inboundAudio?: Change
  inboundVideo?: Change
  outboundAudio?: Change
  outboundVideo?: Change
  /** RTCMediaSourceStats of what is sent. */
  audioSource?: Change
  videoSource?: Change
  pair?: Change
  /** What the other side says of the audio that is sent, by RTCP. */
  remoteInbound?: Change
  /** What the other side says of the audio that it sends, by RTCP. */
  remoteOutbound?: Change
}

type Section = keyof PageChange

/** Growth a second in a healthy call of Chromium: Opus, VP8 640x480 at 20 fps. */
const growth: Record<Section, Record<string, number>> = {
  inboundAudio: {
    packetsReceived: 50,
    packetsLost: 0,
    bytesReceived: 4000,
    concealedSamples: 0,
    silentConcealedSamples: 0,
    totalSamplesReceived: 48_000,
    jitterBufferDelay: 1440,
    jitterBufferEmittedCount: 48_000,
    fecPacketsReceived: 0,
  },
  inboundVideo: {
    packetsReceived: 63,
    packetsLost: 0,
    retransmittedPacketsReceived: 0,
    bytesReceived: 60_000,
    framesDecoded: 20,
    freezeCount: 0,
    totalFreezesDuration: 0,
    pauseCount: 0,
    totalPausesDuration: 0,
  },
  outboundAudio: { packetsSent: 50, bytesSent: 4000, retransmittedPacketsSent: 0 },
  outboundVideo: {
    packetsSent: 63,
    bytesSent: 60_000,
    retransmittedPacketsSent: 0,
    framesSent: 20,
    'qualityLimitationDurations.cpu': 0,
    'qualityLimitationDurations.bandwidth': 0,
  },
  audioSource: { totalAudioEnergy: 0.05, totalSamplesDuration: 1 },
  videoSource: { frames: 20 },
  pair: { bytesReceived: 65_000, bytesSent: 65_000, responsesReceived: 0.4, requestsReceived: 0.4 },
  remoteInbound: { packetsLost: 0 },
  remoteOutbound: { packetsSent: 50 },
}

/** What real calls have counted before their first report: the start is rough, and totals stay for ever. */
const totals: Partial<Record<Section, Record<string, number>>> = {
  inboundAudio: { concealedSamples: 33_465, packetsLost: 10, jitterBufferDelay: 90_000 },
  inboundVideo: { totalFreezesDuration: 4, freezeCount: 2, totalPausesDuration: 9, packetsLost: 25 },
  outboundVideo: { 'qualityLimitationDurations.bandwidth': 8, 'qualityLimitationDurations.cpu': 3 },
  remoteInbound: { packetsLost: 40 },
}

/** Momentary numbers of a healthy call. */
const gauges: Record<Section, Change> = {
  inboundAudio: { jitter: 0.002 },
  inboundVideo: { jitter: 0.004, frameWidth: 640, frameHeight: 480 },
  outboundAudio: { targetBitrate: 32_000, active: true },
  outboundVideo: { targetBitrate: 1_700_000, active: true },
  audioSource: { audioLevel: 0.2 },
  videoSource: {},
  pair: { currentRoundTripTime: 0.02, availableOutgoingBitrate: 3_500_000, state: 'succeeded', nominated: true },
  remoteInbound: { roundTripTime: 0.02 },
  remoteOutbound: {},
}

const sections = Object.keys(growth) as Section[]

/** The SSRCs of what a page sends; its peer receives them. */
export interface Ssrcs {
  audio: number
  video: number
}

/** Makes the stats reports of one page as the SDK sends them, interval by interval. */
export class ReportBuilder {
  readonly #counters = new Map<string, number>()
  #timestamp: number
  readonly #sent: Ssrcs
  readonly #received: Ssrcs
  /** MediaStreamTrack.id of what is sent. */
  tracks = { audio: 'microphone', video: 'camera' }
  pairId = 'CP1'
  /** Kinds and directions that there are entries of. */
  has = { inbound: true, heard: true, seen: true, outbound: true, video: true, pair: true, rtcp: true }

  /** @param timestamp of the browser's clock, ms */
  constructor(sent: Ssrcs, received: Ssrcs, timestamp: number) {
    this.#sent = sent
    this.#received = received
    this.#timestamp = timestamp
  }

  /** The counters begin anew. */
  reset(): void {
    this.#counters.clear()
  }

  /** The report at the end of one more interval. */
  next(seconds: number, change: PageChange = {}): JsonObject {
    this.#timestamp += 1000 * seconds
    for (const section of sections) {
      for (const [field, perSecond] of Object.entries(growth[section])) {
        const changed = change[section]?.[field]
        const key = `${section} ${field}`
        this.#counters.set(
          key,
          (this.#counters.get(key) ?? totals[section]?.[field] ?? 0) +
            (typeof changed === 'number' ? changed : perSecond * seconds),
        )
      }
    }
    return this.#report(change)
  }

  #report(change: PageChange): JsonObject {
    const { inbound, heard: hears, seen: sees, outbound, video, pair, rtcp } = this.has
    const audioIn = this.#rtp('inboundAudio', this.#received.audio, change, { trackIdentifier: 'heard', track: {} })
    const videoIn = this.#rtp('inboundVideo', this.#received.video, change, { trackIdentifier: 'seen', track: {} })
    const audioOut = this.#rtp('outboundAudio', this.#sent.audio, change, { track: this.#source('audio', change) })
    const videoOut = this.#rtp('outboundVideo', this.#sent.video, change, { track: this.#source('video', change) })
    const heard = this.#rtp('remoteOutbound', this.#received.audio, change, { localId: audioIn['id'] ?? null })
    const told = this.#rtp('remoteInbound', this.#sent.audio, change, { localId: audioOut['id'] ?? null })
    return {
      audio: { inbound: inbound && hears ? [audioIn] : [], outbound: outbound ? [audioOut] : [] },
      video: { inbound: inbound && sees && video ? [videoIn] : [], outbound: outbound && video ? [videoOut] : [] },
      connection: pair ? { id: this.pairId, type: 'candidate-pair', ...this.#fields('pair', change) } : {},
      remote: {
        audio: { inbound: rtcp && outbound ? [told] : [], outbound: rtcp && inbound ? [heard] : [] },
        video: { inbound: [], outbound: [] },
      },
    }
  }

  #rtp(section: Section, ssrc: number, change: PageChange, more: JsonObject): JsonObject {
    return { id: `${section}${ssrc}`, ssrc, ...more, ...this.#fields(section, change) }
  }

  #source(kind: 'audio' | 'video', change: PageChange): JsonObject {
    return { trackIdentifier: this.tracks[kind], ...this.#fields(`${kind}Source`, change) }
  }

  #fields(section: Section, change: PageChange): JsonObject {
    const own = change[section] ?? {}
    const counters = Object.keys(growth[section]).map(field => [field, this.#counters.get(`${section} ${field}`)])
    const fields: JsonObject = {}
    const all: JsonObject = {
      timestamp: this.#timestamp,
      ...Object.fromEntries(counters),
      ...gauges[section],
      ...setIn(section, own),
    }
    for (const [field, value] of Object.entries(all)) if (own[field] !== null) put(fields, field, value)
    return fields
  }
}

/** What a change sets rather than adds. */
const setIn = (section: Section, change: Change): Change =>
  Object.fromEntries(Object.entries(change).filter(([field, value]) => !(field in growth[section]) && value !== null))

function put(fields: JsonObject, field: string, value: JsonObject[string]): void {
  const [outer = '', inner] = field.split('.')
  if (inner === undefined) fields[outer] = value
  else fields[outer] = { ...((fields[outer] as JsonObject | undefined) ?? {}), [inner]: value }
}
