import { type TrackDirection, type TrackKind, trackDirections, trackKinds } from '../../domain/call/track.ts'
import { asArray, asObject, asString, isJsonObject, type JsonObject, type JsonValue } from '../../domain/values/json.ts'
import type { TrackSpan } from '../source/summary-snapshots.ts'
import { isoOfText } from './source-time.ts'

const placeOf = ({ connection, direction }: TrackSpan) => `${connection} ${direction}`

const media = trackKinds.flatMap(kind => trackDirections.map(direction => ({ kind, direction })))

/**
 * Moves the entries of a summary of version 1 to the snapshots of their own reports, snapshot by snapshot. The existing
 * server hung the entries of track rows on the report before theirs, and those of the first two reports both on the first.
 * A report has one entry of a track: of several, the first is its own and the next belongs to the next. A track that came
 * later has none too many, but misses one in the end: it is told by others of its direction.
 */
export class SnapshotShift {
  /** Tracks that came later, all of whose entries move. */
  readonly #late: ReadonlySet<string>
  /** The last snapshots of their connections: they keep what is left. */
  readonly #last: ReadonlySet<string>
  /** Entries that belong to the next snapshot, by track. */
  readonly #carried = new Map<string, JsonObject[]>()

  constructor(spans: readonly TrackSpan[]) {
    const shifted = new Set(spans.filter(({ first }) => first > 1).map(placeOf))
    const late = spans.filter(span => span.first === 1 && !span.isInLast && shifted.has(placeOf(span)))
    this.#late = new Set(late.map(({ connection, kind, direction, id }) => `${connection} ${kind} ${direction} ${id}`))
    this.#last = new Set(spans.map(({ last }) => last))
  }

  /** The next snapshot in order of time, in our form. */
  next(value: JsonValue): JsonObject {
    const snapshot = asObject(value)
    const data = { ...asObject(snapshot['data']) }
    for (const { kind, direction } of media) {
      data[kind] = { ...asObject(data[kind]), [direction]: this.#entries(snapshot, kind, direction) }
    }
    const time = isoOfText(snapshot['created_at']) ?? asString(snapshot['created_at']) ?? ''
    return { ...snapshot, created_at: time, data }
  }

  #entries(snapshot: JsonObject, kind: TrackKind, direction: TrackDirection): JsonObject[] {
    const place = `${asString(snapshot['connection'])} ${kind} ${direction}`
    const own = asArray(asObject(asObject(snapshot['data'])[kind])[direction]).filter(isJsonObject)
    const carried = this.#carried.get(place) ?? []
    if (this.#last.has(asString(snapshot['id']) ?? '')) return [...carried, ...own]
    const isLate = (entry: JsonObject) => this.#late.has(`${place} ${asString(entry['id'])}`)
    const taken = [...carried, ...own.filter(entry => !isLate(entry))]
    const first = taken.filter((entry, index) => taken.findIndex(other => other['id'] === entry['id']) === index)
    this.#carried.set(place, [...taken.filter(entry => !first.includes(entry)), ...own.filter(isLate)])
    return first
  }
}
