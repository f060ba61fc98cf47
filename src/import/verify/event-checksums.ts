import type { EntityManager } from '@mikro-orm/postgresql'
import { trackDirections, trackKinds } from '../../domain/call/track.ts'
import { asObject, isJsonObject, type JsonObject, type JsonValue } from '../../domain/values/json.ts'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'
import { unpackReport } from '../../storage/events/report-packing.ts'
import type { IdMap } from '../convert/id-map.ts'
import { parsed } from '../convert/json-column.ts'
import { isStatsRow, rtpPlace } from '../convert/report-assembler.ts'
import type { SourceEvent } from '../source/rows.ts'
import { Checksum, inKeyOrder } from './checksum.ts'

interface StoredRow {
  id: string
  participant: string
  connection: string | null
  track: string | null
  type: string
  at: string
  data: string | null
  report: Uint8Array | null
  dictionary: number | null
}

const FIND = prepared(`
  select id, participant_id as participant, connection_id as connection, track_id as track, type,
         to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at, data::text as data, report, dictionary
    from event where conference_id = $1 and id = any($2::uuid[])`)

/** Microseconds are six digits. */
const timeOf = (timestamp: string): string => {
  const [seconds = '', fraction = ''] = timestamp.replace(/\+00$/, '').split('.')
  return `${seconds}.${fraction.padEnd(6, '0')}`
}

/** Sums over ids, times and data of the events of a call, there and here. */
export class EventChecksums {
  readonly there = new Checksum()
  readonly here = new Checksum()
  /** Rows there, and rows here that are theirs. */
  rows = { there: 0, here: 0 }
  readonly #em: EntityManager
  readonly #ids: IdMap

  constructor(em: EntityManager, ids: IdMap) {
    this.#em = em
    this.#ids = ids
  }

  /** Takes in some events of the source, and what they became. */
  async add(events: readonly SourceEvent[]): Promise<void> {
    const active = events.filter(({ is_active }) => is_active)
    for (const event of active) this.#addSource(event)
    this.rows.there += active.length
    const stored = await query<StoredRow>(this.#em, FIND, [this.#ids.conference, active.map(({ id }) => id)])
    for (const row of stored) this.#addStored(row)
    this.rows.here += stored.length
  }

  #addSource(event: SourceEvent): void {
    const data = parsed(event.data)
    const at = timeOf(event.created_at)
    const { id, connection_id: connection, type } = event
    if (!isStatsRow(event, data)) {
      const participant = this.#ids.participant(event.participant_id)
      this.there.add(id, participant, connection, this.#ids.track(event.track_id), type, at, event.data)
      return
    }
    const place = data['connection'] === undefined ? rtpPlace(data) : undefined
    if (place) this.there.add(connection, place.kind, place.direction, inKeyOrder(data))
    else addReport(this.there, connection, { id, at }, data)
  }

  #addStored(row: StoredRow): void {
    const { id, participant, connection, track, type, at, data } = row
    if (row.report === null || row.dictionary === null)
      this.here.add(id, participant, connection, track, type, at, data)
    else addReport(this.here, connection, { id, at }, unpackReport(row.report, row.dictionary))
  }
}

/** A report in parts that do not depend on which rows it came in: each RTP stream, and the rest. */
function addReport(
  checksum: Checksum,
  connection: string | null,
  { id, at }: { id: string; at: string },
  report: JsonObject,
): void {
  const { audio: _audio, video: _video, ...rest } = report
  for (const kind of trackKinds) {
    for (const direction of trackDirections) {
      const entries: JsonValue = asObject(report[kind])[direction] ?? []
      for (const entry of Array.isArray(entries) ? entries : [entries]) {
        checksum.add(connection, kind, direction, inKeyOrder(entry))
      }
    }
  }
  if (isJsonObject(rest) && Object.keys(rest).length > 0) checksum.add(id, connection, at, inKeyOrder(rest))
}
