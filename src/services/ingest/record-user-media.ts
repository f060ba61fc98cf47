import type { EntityManager } from '@mikro-orm/postgresql'
import { asArray, asObject, type JsonValue } from '../../domain/json.ts'
import { describeUserMediaTrack, type TrackDescription, trackKinds } from '../../domain/track.ts'
import type { Session } from '../../storage/entities/session.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import { ensureTracks } from '../../storage/tracks.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { ServiceContext } from '../context.ts'
import { judgeSession } from '../lifecycle/judge-session.ts'
import { lockSession } from '../lifecycle/locked-call.ts'
import { raiseSessionIssue } from '../lifecycle/raise-issue.ts'
import type { SessionCaller } from './caches.ts'
import type { CheckedEvent } from './event-input.ts'

const hasValue = (value: JsonValue | undefined) => value !== undefined && value !== null

/** Whether an event tells of a call of getUserMedia: that it was made, the tracks that it gave, or its error. */
export function isUserMediaOutcome({ type, data }: CheckedEvent): boolean {
  const { constraints, error } = asObject(data)
  return type === 'getUserMedia' && (hasValue(constraints) || hasValue(error) || tracksOf(data).length > 0)
}

/**
 * Stores an event of getUserMedia together with its effect: tracks become known, an error is an issue, and whether all
 * calls failed shows at the end of the session.
 * @throws DomainError invalid_parameters for a track of an unknown kind
 */
export async function recordUserMedia(
  context: ServiceContext,
  caller: SessionCaller,
  event: CheckedEvent,
  row: EventRow,
): Promise<void> {
  const tracks = tracksOf(event.data)
  await inTransaction(context.em(), async em => {
    const session = await lockSession(em, caller.sessionId)
    if ((await context.events.insert(em, [row])) === 0) return
    await ensureTracks(em, { ...caller, connectionId: null }, tracks, event.at)
    await count(em, session, caller, event)
  })
}

async function count(em: EntityManager, session: Session, caller: SessionCaller, event: CheckedEvent): Promise<void> {
  const { constraints, error } = asObject(event.data)
  if (hasValue(constraints)) session.mediaRequests += 1
  if (hasValue(error)) {
    session.mediaFailures += 1
    await raiseSessionIssue(em, caller, 'getusermedia_error', event.at, error ?? null)
  }
  await judgeSession(em, session)
}

const tracksOf = (data: JsonValue): TrackDescription[] =>
  trackKinds.flatMap(kind => asArray(asObject(data)[kind]).flatMap(track => describeUserMediaTrack(track, kind) ?? []))
