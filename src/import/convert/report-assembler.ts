import { type TrackDirection, type TrackKind, trackKinds } from '../../domain/call/track.ts'
import { asArray, asObject, isJsonObject, type JsonObject, type JsonValue } from '../../domain/values/json.ts'
import type { SourceEvent } from '../source/rows.ts'

/** Track rows that may wait for the row of their connection: no page has as many tracks. */
const MAX_WAITING = 2000

const directions: Readonly<Record<string, TrackDirection>> = { 'inbound-rtp': 'inbound', 'outbound-rtp': 'outbound' }

/** Where the report of a track belongs in the report of its connection; undefined for anything else. */
export function rtpPlace(data: JsonValue): { kind: TrackKind; direction: TrackDirection } | undefined {
  const { kind, type } = asObject(data)
  const known = trackKinds.find(one => one === kind)
  const direction = typeof type === 'string' ? directions[type] : undefined
  return known && direction ? { kind: known, direction } : undefined
}

/** Whether an event is a stats report, or a part of one. */
export const isStatsRow = (event: SourceEvent, data: JsonValue): data is JsonObject =>
  event.category === 'S' && event.type === 'stats' && event.connection_id !== null && isJsonObject(data)

/** A report as it was sent. */
export interface AssembledReport {
  /** The row whose id and time it has: that of its connection. */
  row: SourceEvent
  report: JsonObject
  /** Ids of the rows of its tracks. */
  parts: string[]
}

interface TrackRow {
  row: SourceEvent
  data: JsonObject
}

/** Puts the rows of stats reports together again: those of the tracks come before that of the connection. */
export class ReportAssembler {
  readonly #waiting = new Map<string, TrackRow[]>()

  /** Takes the next stats row in order of time. @returns a report that is complete */
  add(row: SourceEvent, data: JsonObject): AssembledReport | undefined {
    const connection = row.connection_id ?? ''
    const waiting = this.#waiting.get(connection) ?? []
    if (!rtpPlace(data) || data['connection'] !== undefined) {
      this.#waiting.delete(connection)
      return { row, report: withTracks(data, waiting), parts: waiting.map(track => track.row.id) }
    }
    waiting.push({ row, data })
    this.#waiting.set(connection, waiting)
    return waiting.length < MAX_WAITING ? undefined : this.#incomplete(connection)
  }

  /** Reports whose connection has no row: they are stored as that of their last track. */
  rest(): AssembledReport[] {
    return [...this.#waiting.keys()].flatMap(connection => this.#incomplete(connection) ?? [])
  }

  #incomplete(connection: string): AssembledReport | undefined {
    const waiting = this.#waiting.get(connection) ?? []
    this.#waiting.delete(connection)
    const last = waiting.at(-1)
    if (!last) return undefined
    return { row: last.row, report: withTracks({}, waiting), parts: waiting.slice(0, -1).map(({ row }) => row.id) }
  }
}

function withTracks(report: JsonObject, tracks: readonly TrackRow[]): JsonObject {
  const whole = { ...report }
  for (const { data } of tracks) {
    const place = rtpPlace(data)
    if (!place) continue
    const section = asObject(whole[place.kind])
    whole[place.kind] = { ...section, [place.direction]: [...asArray(section[place.direction]), data] }
  }
  return whole
}
