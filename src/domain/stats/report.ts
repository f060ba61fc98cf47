import { storableTrackId, type TrackDirection, type TrackKind, trackDirections, trackKinds } from '../call/track.ts'
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../values/json.ts'
import { type RelayProtocol, relayProtocolOf } from './candidate-pair.ts'
import { entryShapes } from './counters.ts'
import { readNumber, readSample, readTimestamp, type Sample } from './sample.ts'

export type StreamType = `${TrackDirection}-${TrackKind}`

/** One RTP stream in one report. */
export interface StreamReport {
  /** Direction, kind and SSRC, such as `inbound-audio/4086521697`: the same in every report of a connection. */
  key: string
  /** RTCStats.id; null when not reported. */
  id: string | null
  /** Direction and kind. */
  type: StreamType
  kind: TrackKind
  direction: TrackDirection
  /** MediaStreamTrack.id of what is received, or of the source that is sent. */
  trackIdentifier: string | null
  /** False while the sender is told not to send it (RTCRtpEncodingParameters.active). */
  active: boolean
  /** RTCCodecStats.mimeType, such as `video/VP9`; null when not reported. */
  mimeType: string | null
  /** Sent as screen sharing (RTP video content type). Browsers without the extension never say so. */
  isScreenShare: boolean
  /** RTCInboundRtpStreamStats or RTCOutboundRtpStreamStats. */
  rtp: Sample
  /** RTCMediaSourceStats of what is sent. */
  source: Sample | null
  /** The stream as the remote side reports it by RTCP. */
  remote: Sample | null
}

/** The selected candidate pair in one report. */
export interface PairReport {
  id: string
  /** Protocol to the TURN server; null for UDP, and for a pair without one. */
  relayProtocol: RelayProtocol | null
  sample: Sample
}

/** The part of a stats report that rules and scores read. */
export interface Report {
  /** When the browser took it, ms by its own clock; null when no entry has a plausible time. */
  timestamp: number | null
  streams: StreamReport[]
  pair: PairReport | null
}

/**
 * Null for a report without a stream or a candidate pair.
 * @param otherwise when it was taken if it does not say so, ms by the browser's clock as far as that is known. Entries
 *   without a plausible time of their own were taken with the others.
 */
export function readReport(data: JsonValue, otherwise: number): Report | null {
  const report = asObject(data)
  const timestamp = reportTime(report)
  const at = timestamp ?? otherwise
  const streams = readStreams(report, at)
  const pair = readPair(asObject(report['connection']), at)
  return streams.length === 0 && !pair ? null : { timestamp, streams, pair }
}

const entriesOf = (report: JsonObject, kind: TrackKind, direction: TrackDirection): JsonObject[] =>
  asArray(asObject(report[kind])[direction]).map(asObject)

function reportTime(report: JsonObject): number | null {
  for (const kind of trackKinds) {
    for (const direction of trackDirections) {
      for (const entry of entriesOf(report, kind, direction)) {
        const time = readTimestamp(entry)
        if (time !== undefined && streamName(entry) !== null) return time
      }
    }
  }
  return readTimestamp(asObject(report['connection'])) ?? null
}

function readStreams(report: JsonObject, at: number): StreamReport[] {
  const streams = new Map<string, StreamReport>()
  for (const kind of trackKinds) {
    for (const direction of trackDirections) {
      const heard = remoteEntries(report, kind, direction)
      for (const entry of entriesOf(report, kind, direction)) {
        const stream = readStream(entry, kind, direction, { heard, at })
        if (stream && !streams.has(stream.key)) streams.set(stream.key, stream)
      }
    }
  }
  return [...streams.values()]
}

/** Reports of the other side about what this side sends or receives. */
function remoteEntries(report: JsonObject, kind: TrackKind, direction: TrackDirection): JsonObject[] {
  const remote = asObject(asObject(report['remote'])[kind])
  return asArray(remote[direction === 'inbound' ? 'outbound' : 'inbound']).map(asObject)
}

/** Bandwidth probe of mediasoup-client: a video track that never has a frame. */
const isProbe = ({ mid }: JsonObject) => mid === 'probator'

function readStream(
  entry: JsonObject,
  kind: TrackKind,
  direction: TrackDirection,
  { heard, at }: { heard: readonly JsonObject[]; at: number },
): StreamReport | null {
  const type: StreamType = `${direction}-${kind}`
  const name = streamName(entry)
  if (name === null || isProbe(entry)) return null
  const track = asObject(entry['track'])
  const trackId = asString(track['trackIdentifier']) ?? asString(entry['trackIdentifier'])
  const remote = heard.find(other => isAbout(other, entry) || streamName(other) === name)
  return {
    key: `${type}/${name}`,
    id: asString(entry['id']) || null,
    type,
    kind,
    direction,
    trackIdentifier: trackId === null ? null : storableTrackId(trackId),
    active: entry['active'] !== false,
    mimeType: asString(entry['mimeType']),
    isScreenShare: entry['contentType'] === 'screenshare',
    rtp: readSample(entry, entryShapes[type], at, track),
    source: direction === 'outbound' && hasFields(track) ? readSample(track, entryShapes.source, at) : null,
    remote: remote && readTimestamp(remote) !== undefined ? readSample(remote, entryShapes.remote, at) : null,
  }
}

const hasFields = (object: JsonObject) => Object.keys(object).length > 0

/** A report of the remote side names the local entry by its id. */
const isAbout = ({ localId }: JsonObject, { id }: JsonObject) => typeof id === 'string' && localId === id

/** The SSRC, which both sides see; else RTCStats.id. */
function streamName({ ssrc, id }: JsonObject): string | null {
  const number = readNumber(ssrc)
  return number === undefined ? asString(id) : String(number)
}

function readPair(entry: JsonObject, at: number): PairReport | null {
  const id = asString(entry['id'])
  if (!id) return null
  const sample = readSample(entry, entryShapes.pair, at)
  return { id, relayProtocol: relayProtocolOf(asObject(entry['local'])), sample }
}
