import { type ConferenceTimes, callTimes, type Span, secondsToAdd, updatedTimes } from '../call/call-times.ts'

/** When a connection of a session was open. */
export interface SessionSpan extends Span {
  sessionId: string
}

/** Times of a session that follow from its connections. */
export interface SessionTimes {
  id: string
  app: string
  callStart: Date | null
  activeSeconds: Record<string, number>
}

/** Seconds of active connection that a UTC day of an app has gained. */
export interface GainedSeconds {
  appId: string
  day: string
  seconds: number
}

/**
 * Brings the times of a conference and of sessions of it in line with all their connections. All of it is derived, so that
 * it comes out the same in whatever order, and however often, connections were reported.
 * @returns what the days of the app gain by it
 */
export function updateCallTimes(
  conference: ConferenceTimes,
  sessions: Iterable<SessionTimes>,
  spans: readonly SessionSpan[],
): GainedSeconds[] {
  Object.assign(conference, updatedTimes(conference, callTimes(spans)))
  const bySession = Map.groupBy(spans, ({ sessionId }) => sessionId)
  const gained: GainedSeconds[] = []
  for (const session of sessions) {
    const { openSince, secondsByDay } = callTimes(bySession.get(session.id) ?? [])
    for (const [day, seconds] of Object.entries(secondsToAdd(session.activeSeconds, secondsByDay))) {
      gained.push({ appId: session.app, day, seconds })
    }
    session.callStart = openSince
    session.activeSeconds = secondsByDay
  }
  return gained
}
