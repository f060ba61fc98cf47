import type { EntityManager } from '@mikro-orm/postgresql'
import type { CallEvent } from '../../domain/analysis/call-event.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'
import { trackIdentifiers } from '../../storage/tracks.ts'

/** Turns stored events of a conference into what the analysis reads. */
export type CallEventReader = (event: StoredEvent) => CallEvent

export async function callEventReader(em: EntityManager, conferenceId: string): Promise<CallEventReader> {
  const identifiers = await trackIdentifiers(em, conferenceId)
  return event => ({
    at: event.createdAt.getTime(),
    category: event.category,
    type: event.type,
    participantId: event.participantId,
    sessionId: event.sessionId,
    peerId: event.peerId,
    connectionId: event.connectionId,
    trackIdentifier: event.trackId ? (identifiers.get(event.trackId) ?? null) : null,
    data: event.report ?? event.data,
  })
}
