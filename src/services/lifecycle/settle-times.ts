import type { EntityManager } from '@mikro-orm/postgresql'
import { type ConferenceTimes, callTimes, daysKept, secondsToAdd, settledTimes } from '../../domain/call-runs.ts'
import { addActiveSeconds } from '../../storage/apps.ts'
import type { StoredSessionTimes } from '../../storage/call-times.ts'
import { connectionSpans, type SessionSpan } from '../../storage/connections.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Session } from '../../storage/entities/session.ts'

/**
 * Brings the times of a locked conference and of locked sessions of it in line with their connections, and the app's
 * seconds per day with those. All of it is derived, so that it comes out the same in whatever order, and however often,
 * connections were reported.
 * @returns whether the call has ended by it
 */
export async function settleTimes(
  em: EntityManager,
  conference: Conference,
  sessions: readonly Session[],
): Promise<{ ended: boolean }> {
  await em.flush()
  const wasOngoing = conference.ongoing
  const spans = await connectionSpans(em, [conference.id])
  await applySpans(em, conference, sessions, spans.get(conference.id) ?? [])
  return { ended: wasOngoing && !conference.ongoing }
}

/** Changes the times as {@link settleTimes} does, and the app's seconds per day; storing the times is left to the caller. */
export async function applySpans(
  em: EntityManager,
  conference: ConferenceTimes,
  sessions: readonly StoredSessionTimes[],
  spans: readonly SessionSpan[],
): Promise<void> {
  Object.assign(conference, settledTimes(conference, callTimes(spans)))
  for (const session of sessions) {
    const { openSince, secondsByDay } = callTimes(spans.filter(span => span.sessionId === session.id))
    session.callStart = openSince
    await countSeconds(em, session, secondsByDay)
  }
}

async function countSeconds(
  em: EntityManager,
  session: StoredSessionTimes,
  secondsByDay: Record<string, number>,
): Promise<void> {
  const [oldestDay = ''] = daysKept(new Date())
  for (const [day, seconds] of Object.entries(secondsToAdd(session.activeSeconds, secondsByDay))) {
    await addActiveSeconds(em, session.app, { day, seconds, oldestDay })
  }
  session.activeSeconds = secondsByDay
}
