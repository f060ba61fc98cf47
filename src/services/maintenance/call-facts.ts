import type { EntityManager } from '@mikro-orm/postgresql'
import type { CallEvent } from '../../domain/analysis/call-event.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'
import { sfusOf } from '../../storage/tables/conferences.ts'
import { trackIdentifiers } from '../../storage/tables/tracks.ts'

/** Facts that the analysis needs beside the events of a conference. */
export interface CallFacts {
  /** Participants that are SFUs. */
  sfus: ReadonlySet<string>
  /** Turns a stored event into what the analysis reads. */
  toCallEvent: (event: StoredEvent) => CallEvent
}

export async function callFacts(em: EntityManager, conferenceId: string): Promise<CallFacts> {
  const identifiers = await trackIdentifiers(em, conferenceId)
  return {
    sfus: new Set(await sfusOf(em, conferenceId)),
    toCallEvent: event => ({
      at: event.createdAt.getTime(),
      category: event.category,
      type: event.type,
      participantId: event.participantId,
      sessionId: event.sessionId,
      peerId: event.peerId,
      connectionId: event.connectionId,
      trackIdentifier: event.trackId ? (identifiers.get(event.trackId) ?? null) : null,
      data: event.report ?? event.data,
    }),
  }
}
