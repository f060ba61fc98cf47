import { asArray, asObject, asString, isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import { storableTrackId, type TrackDirection, type TrackKind, trackDirections, trackKinds } from '../track.ts'
import { entryShapes } from './counters.ts'
import { readSample, type Sample } from './sample.ts'

export type StreamType = `${TrackDirection}-${TrackKind}`

/** One RTP stream in one report. */
export interface StreamReport {
  /** Direction, kind and SSRC, such as `inbound-audio/4086521697`: the same in every report of a connection. */
  key: string
  /** Direction and kind. */
  type: StreamType
  kind: TrackKind
  direction: TrackDirection
  /** MediaStreamTrack.id of what is received, or of the source that is sent. */
  trackIdentifier: string | null
  /** False while the sender is told not to send it (RTCRtpEncodingParameters.active). */
  active: boolean
  /** RTCInboundRtpStreamStats or RTCOutboundRtpStreamStats. */
  rtp: Sample
  /** RTCMediaSourceStats of what is sent. */
  source: Sample | null
  /** What the other side said of it by RTCP. */
  remote: Sample | null
}

/** The selected candidate pair in one report. */
export interface PairReport {
  id: string
  sample: Sample
}

/** What the rules read of a stats report. */
export interface Report {
  /** When the browser took it, ms by its own clock. */
  timestamp: number
  streams: StreamReport[]
  pair: PairReport | null
}

/** Null when nothing in the report says when it was taken. */
export function readReport(data: JsonValue): Report | null {
  const report = asObject(data)
  const streams = readStreams(report)
  const pair = readPair(asObject(report['connection']))
  const timestamp = streams[0]?.rtp.timestamp ?? pair?.sample.timestamp
  return timestamp === undefined ? null : { timestamp, streams, pair }
}

function readStreams(report: JsonObject): StreamReport[] {
  const streams = new Map<string, StreamReport>()
  for (const kind of trackKinds) {
    for (const direction of trackDirections) {
      const heard = remoteEntries(report, kind, direction)
      for (const entry of asArray(asObject(report[kind])[direction])) {
        const stream = readStream(asObject(entry), kind, direction, heard)
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

function readStream(
  entry: JsonObject,
  kind: TrackKind,
  direction: TrackDirection,
  heard: readonly JsonObject[],
): StreamReport | null {
  const type: StreamType = `${direction}-${kind}`
  const rtp = readSample(entry, entryShapes[type])
  const name = streamName(entry)
  if (!rtp || name === null) return null
  const track = asObject(entry['track'])
  const trackId = asString(track['trackIdentifier']) ?? asString(entry['trackIdentifier'])
  const remote = heard.find(other => isAbout(other, entry) || streamName(other) === name)
  return {
    key: `${type}/${name}`,
    type,
    kind,
    direction,
    trackIdentifier: trackId === null ? null : storableTrackId(trackId),
    active: entry['active'] !== false,
    rtp,
    source: direction === 'outbound' && isJsonObject(entry['track']) ? readSample(track, entryShapes.source) : null,
    remote: remote ? readSample(remote, entryShapes.remote) : null,
  }
}

/** What the other side says names the entry of this side by its id. */
const isAbout = ({ localId }: JsonObject, { id }: JsonObject) => typeof id === 'string' && localId === id

/** The SSRC, which both sides see; else RTCStats.id. */
function streamName({ ssrc, id }: JsonObject): string | null {
  if (typeof ssrc === 'number' && Number.isFinite(ssrc)) return String(ssrc)
  return asString(id)
}

function readPair(entry: JsonObject): PairReport | null {
  const id = asString(entry['id'])
  const sample = readSample(entry, entryShapes.pair)
  return id && sample ? { id, sample } : null
}
