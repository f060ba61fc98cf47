import { NIL } from 'uuid'

/** What an event leaves to the row of its connection. */
interface LeftToConnection {
  connectionId: string | null
  sessionId: string | null
  peerId?: string | null
}

interface ConnectionEnds {
  id: string
  sessionId: string
  peerId: string
}

/** Runs a `select`. */
export type Select = <Row>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>

/**
 * Fills in session and peer of events that leave them to their connection, as stats reports do. Asked for by their ids, and not
 * joined: the tables may be on different machines.
 * @returns the same events; the session is the nil UUID where the connection was deleted meanwhile
 */
export async function fillFromConnections<Event extends LeftToConnection>(
  select: Select,
  events: readonly Event[],
): Promise<(Event & { sessionId: string })[]> {
  const ids = new Set(
    events.flatMap(({ connectionId, sessionId, peerId }) => {
      return connectionId !== null && (sessionId === null || peerId === null) ? connectionId : []
    }),
  )
  const ends = ids.size > 0 ? await connectionEnds(select, [...ids]) : undefined
  return events.map(event => {
    const known = ends?.get(event.connectionId ?? '')
    const sessionId = event.sessionId ?? known?.sessionId ?? NIL
    return event.peerId === undefined
      ? { ...event, sessionId }
      : { ...event, sessionId, peerId: event.peerId ?? known?.peerId ?? null }
  })
}

async function connectionEnds(select: Select, ids: readonly string[]): Promise<Map<string, ConnectionEnds>> {
  const rows = await select<ConnectionEnds>(
    'select id, session_id as "sessionId", peer_id as "peerId" from connection where id = any($1::uuid[])',
    [ids],
  )
  return new Map(rows.map(row => [row.id, row]))
}
