import type { EntityManager } from '@mikro-orm/postgresql'
import { callTimes, daysKept, secondsToAdd } from '../../domain/call-runs.ts'
import { addActiveSeconds } from '../../storage/apps.ts'
import { connectionSpans } from '../../storage/connections.ts'
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
  const spans = await connectionSpans(em, conference.id)
  const times = callTimes(spans)
  conference.startTime = times.start ?? conference.startTime ?? null
  conference.callStart = times.openSince
  conference.ongoing = times.openSince !== null
  conference.duration = times.seconds
  conference.endTime = times.end ?? conference.endTime ?? null
  for (const session of sessions) {
    const { openSince, secondsByDay } = callTimes(spans.filter(span => span.sessionId === session.id))
    session.callStart = openSince
    await countSeconds(em, session, secondsByDay)
  }
  return { ended: wasOngoing && !conference.ongoing }
}

async function countSeconds(em: EntityManager, session: Session, secondsByDay: Record<string, number>): Promise<void> {
  const [oldestDay = ''] = daysKept(new Date())
  for (const [day, seconds] of Object.entries(secondsToAdd(session.activeSeconds, secondsByDay))) {
    await addActiveSeconds(em, session.app, { day, seconds, oldestDay })
  }
  session.activeSeconds = secondsByDay
}
