import type { EntityManager } from '@mikro-orm/postgresql'
import { endedConnection, lastEnd, oldestDayKept, utcDay } from '../../domain/call-ending.ts'
import { secondsBetween } from '../../domain/event-time.ts'
import { addActiveSeconds } from '../../storage/apps.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import {
  lockConference,
  lockConnectionsOfConference,
  lockConnectionsOfSession,
  lockSession,
  lockSessionsOfConference,
} from './locked-call.ts'

/** Ends one connection of a session and what ends with it. */
export async function endConnection(
  em: EntityManager,
  ids: { conferenceId: string; sessionId: string; connectionId: string },
  at: Date,
): Promise<void> {
  const conference = await lockConference(em, ids.conferenceId)
  const session = await lockSession(em, ids.sessionId)
  const connections = await lockConnectionsOfSession(em, session.id)
  for (const connection of connections) if (connection.id === ids.connectionId) close(connection, at)
  await settle(em, conference, [session], connections)
}

/** Ends a session and all its connections. */
export async function endSession(
  em: EntityManager,
  ids: { conferenceId: string; sessionId: string },
  at: Date,
): Promise<void> {
  const conference = await lockConference(em, ids.conferenceId)
  const session = await lockSession(em, ids.sessionId)
  const connections = await lockConnectionsOfSession(em, session.id)
  for (const connection of connections) close(connection, at)
  await settle(em, conference, [session], connections)
  leave(session, at)
}

/** Ends a session only: leaving the page can be cancelled, so its connections may live on. */
export async function leaveSession(em: EntityManager, sessionId: string, at: Date): Promise<void> {
  leave(await lockSession(em, sessionId), at)
}

/** Ends every connection and session of a conference, and the conference. */
export async function endConference(em: EntityManager, conferenceId: string, at: Date): Promise<void> {
  const conference = await lockConference(em, conferenceId)
  const sessions = await lockSessionsOfConference(em, conferenceId)
  const connections = await lockConnectionsOfConference(em, conferenceId)
  for (const connection of connections) close(connection, at)
  await settle(em, conference, sessions, connections)
  for (const session of sessions) leave(session, at)
  conference.ongoing = false
  conference.endTime ??= at
}

function close(connection: Connection, at: Date): void {
  if (!connection.endTime) Object.assign(connection, endedConnection(connection, at))
}

function leave(session: Session, at: Date): void {
  if (session.endTime) return
  session.endTime = at
  session.duration = Math.max(secondsBetween(session.createdAt, at), 0)
}

/** Ends the run of each session, and of the conference, that has no open connection left. */
async function settle(
  em: EntityManager,
  conference: Conference,
  sessions: readonly Session[],
  connections: readonly Connection[],
): Promise<void> {
  for (const session of sessions) {
    const end = lastEnd(connections.filter(connection => connection.session === session.id))
    if (!end || !session.callStart) continue
    await addMinutes(em, session.app, session.callStart, end)
    session.callStart = null
  }
  // Unit of work: what was closed above is flushed by this query's transaction before it is counted.
  await em.flush()
  const all = await em.find(Connection, { conference: conference.id })
  const end = lastEnd(all)
  if (!end || !conference.callStart) return
  conference.duration += Math.max(secondsBetween(conference.callStart, end), 0)
  conference.callStart = null
  conference.endTime = end
  conference.ongoing = false
}

async function addMinutes(em: EntityManager, appId: string, from: Date, to: Date): Promise<void> {
  const seconds = Math.max(secondsBetween(from, to), 0)
  await addActiveSeconds(em, appId, { day: utcDay(to), seconds, oldestDay: oldestDayKept(to) })
}
