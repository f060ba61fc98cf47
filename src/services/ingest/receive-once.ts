import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { findRepeated, isSuperseded, withReceipt } from '../../domain/repeated-report.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import { hasEvent, tieToTrack } from '../../storage/events/insert-events.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { ServiceContext } from '../context.ts'
import { lockConference, lockSession } from '../lifecycle/locked-call.ts'
import type { SessionCaller } from './caches.ts'

const SESSION = 'session'

/** The subject of an ending: each kind of them is repeated on its own, with others in between. */
export const endingSubject = (eventName: string): string => `${SESSION} ${eventName}`

/** How an event stands to what its session reported before. */
export interface Standing {
  /** False for a repetition, and for what something later about the same subject has overtaken: it changes nothing. */
  isNews: boolean
}

/**
 * Stores an event that SDKs repeat until they see an answer, with its effect, in one transaction. A repetition is not
 * stored again.
 * @param subject what the event is about, {@link endingSubject} or a track: reports about different subjects never repeat
 *   each other
 */
export async function receiveOnce<T>(
  context: ServiceContext,
  caller: SessionCaller,
  row: EventRow,
  subject: string,
  effect: (em: EntityManager, standing: Standing) => Promise<T>,
): Promise<{ eventId: string; result: T }> {
  return await inTransaction(context.em(), async em => {
    // An ending changes the conference, too, which is locked before the session.
    if (subject.startsWith(SESSION)) await lockConference(em, caller.conferenceId)
    const session = await lockSession(em, caller.sessionId)
    const receipt = { id: row.id, subject, digest: digestOf(row), at: row.createdAt.getTime() }
    const repeated = findRepeated(session.receipts, receipt)
    const isKnown = repeated !== undefined || (await hasEvent(em, row.conferenceId, row.id))
    const result = await effect(em, { isNews: !isKnown && !isSuperseded(session.receipts, receipt) })
    if (repeated) {
      if (row.trackId) await tieToTrack(em, row.conferenceId, repeated.id, row.trackId)
      return { eventId: repeated.id, result }
    }
    if (isKnown) return { eventId: row.id, result }
    session.receipts = withReceipt(session.receipts, receipt)
    await context.events.insert(em, [row])
    return { eventId: row.id, result }
  })
}

const digestOf = (row: EventRow): string =>
  createHash('sha1')
    .update(JSON.stringify([row.category, row.type, row.connectionId, row.data]))
    .digest('base64url')
    .slice(0, 16)
