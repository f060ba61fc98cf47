import { invalid } from '../values/errors.ts'
import { asObject, asString, isJsonObject, type JsonObject, type JsonValue, storableText } from '../values/json.ts'

export const trackKinds = ['audio', 'video'] as const
export type TrackKind = (typeof trackKinds)[number]

export const trackDirections = ['inbound', 'outbound'] as const
export type TrackDirection = (typeof trackDirections)[number]

/** Longest MediaStreamTrack.id that is kept, in characters. */
const TRACK_ID_LENGTH = 40
const LABEL_LENGTH = 128

/** Properties of a MediaStreamTrack as its page reports them. `constraints` holds every set that was applied, in order. */
export interface TrackInfo {
  muted: boolean | null
  enabled: JsonValue
  ended: boolean
  readyState: JsonValue
  contentHint: JsonValue
  capabilities: JsonValue
  settings: JsonValue
  constraints: JsonValue[]
}

/** A track as first heard of. */
export interface TrackDescription {
  trackId: string
  kind: TrackKind | null
  direction: TrackDirection
  label: string | null
  info: TrackInfo
}

export const storableTrackId = (id: string): string => storableText(id, TRACK_ID_LENGTH)

function kindOf(value: JsonValue | undefined): TrackKind | null {
  if (value === undefined || value === null) return null
  const kind = trackKinds.find(known => known === value)
  if (!kind) throw invalid(`kind of a track must be one of ${trackKinds.join(', ')}`)
  return kind
}

function directionOf(value: JsonValue | undefined): TrackDirection {
  if (value === undefined || value === null) return 'inbound'
  const direction = trackDirections.find(known => known === value)
  if (!direction) throw invalid(`direction of a track must be one of ${trackDirections.join(', ')}`)
  return direction
}

const labelOf = (data: JsonObject): string | null => {
  const label = asString(data['label'])
  return label === null ? null : storableText(label, LABEL_LENGTH)
}

/** A remote track, as the data of `ontrack` describes it; whether it is muted is not known before the first `mute`/`unmute`. */
export function describeTrack(trackId: string, data: JsonValue): TrackDescription {
  const track = asObject(data)
  return {
    trackId,
    kind: kindOf(track['kind']),
    direction: directionOf(track['direction']),
    label: labelOf(track),
    info: trackInfo(track, null),
  }
}

/** A track that getUserMedia gave; undefined for one without an id, which nothing could be tied to. */
export function describeUserMediaTrack(data: JsonValue, kind: TrackKind): TrackDescription | undefined {
  const track = asObject(data)
  const id = asString(track['id'])
  if (!id) return undefined
  return {
    trackId: storableTrackId(id),
    kind: kindOf(track['kind']) ?? kind,
    direction: 'outbound',
    label: labelOf(track),
    info: trackInfo(track, track['muted'] === true),
  }
}

/** A track known only from a stats report. */
export const describeReportedTrack = (
  trackId: string,
  kind: TrackKind | null,
  direction: TrackDirection,
): TrackDescription => ({ trackId, kind, direction, label: null, info: trackInfo({}, null) })

const trackInfo = (track: JsonObject, muted: boolean | null): TrackInfo => ({
  muted,
  enabled: track['enabled'] ?? null,
  ended: false,
  readyState: track['readyState'] ?? null,
  contentHint: track['contentHint'] ?? null,
  capabilities: track['capabilities'] ?? null,
  settings: track['settings'] ?? null,
  constraints: track['constraints'] === undefined ? [] : [track['constraints']],
})

/** The track after one of its events; other event names change nothing. */
export function trackAfter(info: TrackInfo, event: string, data: JsonValue): TrackInfo {
  switch (event) {
    case 'mute':
      return { ...info, muted: true }
    case 'unmute':
      return { ...info, muted: false }
    case 'ended':
      return { ...info, ended: true, readyState: 'ended' }
    case 'overconstrained':
      return isJsonObject(data) && data['constraints'] !== undefined
        ? { ...info, constraints: [...info.constraints, data['constraints']] }
        : info
    default:
      return info
  }
}
