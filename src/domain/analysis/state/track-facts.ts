import { storableTrackId, type TrackKind, trackKinds } from '../../call/track.ts'
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../values/json.ts'
import { type Flag, off } from './flag.ts'

/** Facts about a MediaStreamTrack of a session. Times are event times, ms since the epoch. */
export interface TrackFacts {
  kind: TrackKind | null
  /** Captured or made by this page, not received. */
  own: boolean
  /** MediaDeviceInfo.deviceId that it captures; null when not told. */
  deviceId: string | null
  /** Shows a screen or a document, whose picture changes only when its content does. */
  screen: boolean
  muted: Flag
  /** Captured with getUserMedia, as far as the page told. */
  captured: boolean
  /** It has given sound. */
  heard: boolean
  /** The connection that it is received over; null for own ones. */
  receivedOver: string | null
  /** Media of it came: a received track is muted until then. */
  arrived: boolean
  /** When it was first heard of. */
  knownAt: number
  /** Key of the stream that it was last seen as the source of; null when it was never sent. */
  sentAs: string | null
  /** The connection whose reports speak for it: each connection of a page reports the same source. */
  reporter: string | null
  /** When it last did. */
  reportedAt: number
  ended: TrackEnd | null
}

/** End of an own track. */
export interface TrackEnd {
  at: number
  /** Its page found it stopped without having been told: the application called stop(). */
  byApplication: boolean
  /** The device is no longer listed. */
  deviceGone: boolean
  /** Outcome; null while it is open. */
  outcome: 'lost' | 'intended' | null
}

export const newTrack = (kind: TrackKind | null, own: boolean, at: number): TrackFacts => ({
  kind,
  own,
  deviceId: null,
  screen: false,
  muted: off,
  captured: false,
  heard: false,
  receivedOver: null,
  arrived: false,
  knownAt: at,
  sentAs: null,
  reporter: null,
  reportedAt: at,
  ended: null,
})

/** Labels that browsers give to captured screens, windows and tabs. */
const SCREEN_LABEL = /^(screen|window|tab|web-contents-media-stream)\b/i

const hintsAtScreen = (hint: JsonValue | undefined) => hint === 'detail' || hint === 'text'

/** Whether a track as getUserMedia or ontrack told of it shows a screen. */
function showsScreen(track: JsonObject): boolean {
  const { contentHint, settings, label } = track
  return (
    hintsAtScreen(contentHint) ||
    typeof asObject(settings)['displaySurface'] === 'string' ||
    SCREEN_LABEL.test(asString(label) ?? '')
  )
}

/** The tracks that an event `getUserMedia` gave, by id. */
export function capturedTracks(data: JsonValue, at: number): [string, TrackFacts][] {
  return trackKinds.flatMap(kind =>
    asArray(asObject(data)[kind]).flatMap((value): [string, TrackFacts][] => {
      const track = asObject(value)
      const id = storableTrackId(asString(track['id']) ?? '')
      if (!id) return []
      const silenced = track['muted'] === true || track['enabled'] === false
      return [
        [
          id,
          {
            ...newTrack(kind, true, at),
            captured: true,
            deviceId: asString(asObject(track['settings'])['deviceId']),
            screen: showsScreen(track),
            muted: silenced ? { on: true, since: at } : off,
          },
        ],
      ]
    }),
  )
}
