import { emos } from '../scores/emos.ts'
import { reportedNumber } from '../scores/reported-number.ts'
import { asArray, asString, isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts'

/** One RTP stream in a snapshot: `id`, `mediaType` and counters since the start of the stream, null when not reported. */
export interface TrackSnapshot {
  id: string | null
  mediaType: string | null
  /** Inbound audio only (and inbound video with a `track` object, where it is null). Null without packets. */
  emos?: number | null
  /** Of the interval that the report closes, 1 to 5; absent where nothing can be said. Inbound audio, inbound video. */
  audioScore?: number
  videoScore?: number
  [counter: string]: string | number | null | undefined
}

export interface TrackSection {
  kind: 'audio' | 'video'
  direction: 'inbound' | 'outbound'
  /** The connection as the remote side reports it. */
  remote: JsonObject
}

const counters = {
  inbound: ['headerBytesReceived', 'bytesReceived', 'packetsReceived', 'packetsLost', 'jitter'],
  outbound: ['packetsSent', 'headerBytesSent', 'bytesSent'],
}

const videoCounters = {
  inbound: ['frameWidth', 'frameHeight', 'framesReceived', 'framesDecoded', 'totalDecodeTime'],
  outbound: ['frameWidth', 'frameHeight', 'framesSent', 'framesEncoded', 'totalEncodeTime'],
}

/**
 * Whether the report was about a known track in its own right. The existing server stored these as events of their own,
 * and its summary gives them an `emos` whatever their kind: null for video.
 */
const hasTrackObject = (rtp: JsonObject) => isJsonObject(rtp['track']) && Object.keys(rtp['track']).length > 0

function trackSnapshot(rtp: JsonObject, { kind, direction, remote }: TrackSection): TrackSnapshot {
  const track: TrackSnapshot = { id: asString(rtp['id']), mediaType: asString(rtp['mediaType']) }
  const fields = kind === 'video' ? [...counters[direction], ...videoCounters[direction]] : counters[direction]
  for (const field of fields) track[field] = reportedNumber(rtp, field)
  if (direction === 'inbound' && kind === 'audio') track.emos = emos(rtp, remote)
  else if (direction === 'inbound' && hasTrackObject(rtp)) track.emos = null
  return track
}

/** The tracks of one list of a report, in its order. Entries that are no objects are left out. */
export const trackSnapshots = (reports: JsonValue | undefined, section: TrackSection): TrackSnapshot[] =>
  asArray(reports)
    .filter(isJsonObject)
    .map(rtp => trackSnapshot(rtp, section))
