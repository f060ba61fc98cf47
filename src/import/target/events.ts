import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'
import type { EventValues } from '../convert/event.ts'

/**
 * A report that was copied before the row of one of its tracks came is replaced. When events arrived is not known: when
 * they happened stands for it.
 */
const INSERT = prepared(`
  insert into event (id, conference_id, app_id, session_id, participant_id, peer_id, connection_id, track_id, category,
                     type, created_at, received_at, data, report, dictionary, track_count)
  select id, conference_id, app_id, session_id, participant_id, peer_id, connection_id, track_id, category,
         type, created_at, created_at, data::jsonb, decode(report, 'base64'), dictionary, track_count
    from json_to_recordset($1::json) as event (
           id uuid, conference_id uuid, app_id uuid, session_id uuid, participant_id uuid, peer_id uuid,
           connection_id uuid, track_id uuid, category smallint, type text, created_at timestamptz, data text,
           report text, dictionary smallint, track_count smallint)
  on conflict (conference_id, id) do update
     set report = excluded.report, dictionary = excluded.dictionary, track_count = excluded.track_count
   where event.report is not null and event.track_count < excluded.track_count`)

/** Events of one statement. */
const BATCH = 500

/** Stores events some at a time. */
export class EventSink {
  readonly #em: EntityManager
  #events: EventValues[] = []

  constructor(em: EntityManager) {
    this.#em = em
  }

  add(event: EventValues): void {
    this.#events.push(event)
  }

  async flushWhenFull(): Promise<void> {
    if (this.#events.length >= BATCH) await this.flush()
  }

  async flush(): Promise<void> {
    const events = this.#events
    this.#events = []
    if (events.length > 0) await query(this.#em, INSERT, [JSON.stringify(events)])
  }
}

const DELETE = prepared('delete from event where conference_id = $1 and id = any($2::uuid[])')

/** Removes reports without a connection whose connection has got its row since. */
export async function deleteParts(em: EntityManager, conferenceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await query(em, DELETE, [conferenceId, ids])
}
