import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import type { JsonValue } from '../../src/domain/values/json.ts'
import { query } from '../../src/storage/engine/sql.ts'
import type { EventRow } from '../../src/storage/events/event-row.ts'
import { insertEvents } from '../../src/storage/events/insert-events.ts'

type Reporter = Pick<EventRow, 'appId' | 'sessionId' | 'participantId' | 'peerId' | 'connectionId'> & { from: string }

/** How often each of them hides the page, reconnects, and lets the application report something. */
const TIMES = 60

/** Adds what a timeline shows to a call that has stats reports only. @returns how many events */
export async function addEvents(em: EntityManager, conferenceId: string, hours: number): Promise<number> {
  const reporters = await query<Reporter>(
    em,
    `select app_id as "appId", session_id as "sessionId", participant_id as "participantId", peer_id as "peerId",
            id as "connectionId", start_time::text as "from"
       from connection where conference_id = $1`,
    [conferenceId],
  )
  const rows = reporters.flatMap(reporter => eventsOf(reporter, conferenceId, hours))
  for (let start = 0; start < rows.length; start += 1000) await insertEvents(em, rows.slice(start, start + 1000))
  return rows.length
}

function eventsOf({ from, ...reporter }: Reporter, conferenceId: string, hours: number): EventRow[] {
  const begin = Date.parse(from)
  const event = (
    category: EventRow['category'],
    type: string,
    seconds: number,
    data: JsonValue,
    isOfConnection = false,
  ): EventRow => {
    const at = new Date(begin + 1000 * seconds)
    return {
      ...reporter,
      peerId: isOfConnection ? reporter.peerId : null,
      connectionId: isOfConnection ? reporter.connectionId : null,
      ...{ id: uuidv7({ msecs: at.getTime() }), conferenceId, trackId: null, category, type, data },
      ...{ createdAt: at, receivedAt: at, collectionTimeMs: null, packed: null },
    }
  }
  const state = (seconds: number, name: string) => event('connection', 'onconnectionstatechange', seconds, name, true)
  const every = (hours * 3600) / TIMES
  const setUp = [state(1, 'connecting'), state(2, 'connected')]
  return [
    ...setUp,
    ...Array.from({ length: TIMES - 1 }, (_, index) => (index + 1) * every).flatMap(at => [
      event('browser', 'custom', at, { eventName: 'hand raised' }),
      event('browser', 'tabFocus', at + 5, { focus: true }),
      event('browser', 'tabFocus', at + every / 4, { focus: false }),
      state(at + every / 2, 'disconnected'),
      state(at + every / 2 + 8, 'connected'),
    ]),
  ]
}
