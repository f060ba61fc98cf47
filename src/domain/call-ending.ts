import { secondsBetween } from './event-time.ts'
import { outcomeOf, type Signaling } from './signaling/signaling.ts'

interface EndableConnection {
  startTime: Date
  endTime?: Date | null | undefined
  duration: number
  signaling: Signaling
}

/**
 * A connection after one more report of its end. Several reports end the same connection (closed, removed, page left,
 * call stopped), in any order and repeatedly: the earliest end counts. One from before its start is about an earlier
 * connection and changes nothing.
 */
export function connectionEndedAt(connection: EndableConnection, at: Date) {
  const { startTime, endTime } = connection
  if (at < startTime || (endTime && endTime <= at)) return connection
  return {
    endTime: at,
    duration: secondsBetween(startTime, at),
    ...outcomeOf(connection.signaling, at),
  }
}

interface EndableSession {
  createdAt: Date
  endTime?: Date | null | undefined
  duration: number
}

/** A session after one more report of its end: the earliest counts. */
export function sessionEndedAt(session: EndableSession, at: Date) {
  if (session.endTime && session.endTime <= at) return session
  return { endTime: at, duration: Math.max(secondsBetween(session.createdAt, at), 0) }
}
