import { asArray, asObject, asString, isJsonObject, type JsonObject, type JsonValue } from '../../domain/json.ts'
import { type TrackDirection, type TrackKind, trackDirections, trackKinds } from '../../domain/track.ts'
import { isoOfText } from './source-time.ts'

type Entry = JsonObject

const media = trackKinds.flatMap(kind => trackDirections.map(direction => ({ kind, direction })))

interface Place {
  kind: TrackKind
  direction: TrackDirection
}

const entriesOf = (snapshot: JsonObject, { kind, direction }: Place): Entry[] =>
  asArray(asObject(asObject(snapshot['data'])[kind])[direction]).filter(isJsonObject)

/** Connection and direction. */
const placeKey = (snapshot: JsonObject, { direction }: Place) => `${asString(snapshot['connection'])} ${direction}`

const keyOf = (snapshot: JsonObject, place: Place, entry: Entry): string =>
  `${asString(snapshot['connection'])} ${place.kind} ${place.direction} ${asString(entry['id'])}`

/** First and last snapshot of a connection. */
export interface OuterSnapshots {
  first: JsonValue
  last: JsonValue
}

/**
 * Which tracks have their entries one snapshot too early: the existing server hung them on the report before theirs, and
 * those of the first two reports both on the first. A track that came later goes with the others of its direction.
 */
class EarlyTracks {
  readonly #known = new Map<string, boolean>()
  readonly #places = new Set<string>()

  constructor(outer: readonly OuterSnapshots[]) {
    for (const { first, last } of outer) for (const place of media) this.#judge(asObject(first), asObject(last), place)
  }

  has(snapshot: JsonObject, place: Place, entry: Entry): boolean {
    return this.#known.get(keyOf(snapshot, place, entry)) ?? this.#places.has(placeKey(snapshot, place))
  }

  #judge(first: JsonObject, last: JsonObject, place: Place): void {
    const keys = (snapshot: JsonObject) => entriesOf(snapshot, place).map(entry => keyOf(snapshot, place, entry))
    const [begin, end] = [keys(first), keys(last)]
    for (const key of new Set(begin)) {
      const isEarly = begin.indexOf(key) !== begin.lastIndexOf(key) || !end.includes(key)
      this.#known.set(key, isEarly)
      if (isEarly) this.#places.add(placeKey(first, place))
    }
  }
}

/** Moves the entries of a summary of version 1 to the snapshots of their own reports, snapshot by snapshot. */
export class SnapshotShift {
  readonly #early: EarlyTracks
  /** Entries that belong to the next snapshot of their connection. */
  readonly #carried = new Map<string, Entry[]>()
  /** Connections of which a snapshot was seen. */
  readonly #begun = new Set<string>()

  constructor(outer: readonly OuterSnapshots[]) {
    this.#early = new EarlyTracks(outer)
  }

  /** The next snapshot in order of time, in our form. */
  next(value: JsonValue): JsonObject {
    const snapshot = asObject(value)
    const data = asObject(snapshot['data'])
    const isFirst = !this.#begun.has(asString(snapshot['connection']) ?? '')
    this.#begun.add(asString(snapshot['connection']) ?? '')
    const entries = (kind: TrackKind, direction: TrackDirection) =>
      this.#entries(snapshot, { kind, direction }, isFirst)
    const shifted = Object.fromEntries(
      trackKinds.map(kind => [kind, { inbound: entries(kind, 'inbound'), outbound: entries(kind, 'outbound') }]),
    )
    return {
      ...snapshot,
      created_at: isoOfText(snapshot['created_at']) ?? asString(snapshot['created_at']) ?? '',
      data: { ...data, ...shifted },
    }
  }

  #entries(snapshot: JsonObject, place: Place, isFirst: boolean): Entry[] {
    const connection = `${asString(snapshot['connection'])} ${place.kind} ${place.direction}`
    const carried = this.#carried.get(connection) ?? []
    const seen = new Set<string>()
    const own: Entry[] = []
    const later: Entry[] = []
    for (const entry of entriesOf(snapshot, place)) {
      const key = keyOf(snapshot, place, entry)
      const isOwn = !this.#early.has(snapshot, place, entry) || (isFirst && !seen.has(key))
      seen.add(key)
      if (isOwn) own.push(entry)
      else later.push(entry)
    }
    this.#carried.set(connection, later)
    return [...own, ...carried]
  }
}
