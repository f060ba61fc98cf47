import type { EntityManager } from '@mikro-orm/postgresql'
import { connectionEndedAt, sessionEndedAt, sessionNotEnded } from '../../domain/call-ending.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import { lastActivity } from '../../storage/stale-conferences.ts'
import { lockConnectionsOfConference, lockSessionsOfConference } from './locked-call.ts'

/**
 * Ends what nobody has ended of a locked conference that was given up, at the time of its last activity.
 * @returns its sessions, locked
 */
export async function presumeEnds(em: EntityManager, conference: Conference, at: Date): Promise<Session[]> {
  const sessions = await lockSessionsOfConference(em, conference.id)
  for (const connection of await lockConnectionsOfConference(em, conference.id)) endConnection(connection, at)
  for (const session of sessions) endSession(session, at)
  return sessions
}

/**
 * A page of a conference that was given up has told of an end after all: what is still presumed moves with the last
 * activity. When nothing is left of which the end is presumed, the conference would not have been given up.
 * @param reportedAt the end that was told; its event may not be stored yet
 * @returns the sessions of the conference, locked
 */
export async function renewPresumedEnds(
  em: EntityManager,
  conference: Conference,
  reportedAt: Date,
): Promise<Session[]> {
  const sessions = await lockSessionsOfConference(em, conference.id)
  const connections = await lockConnectionsOfConference(em, conference.id)
  if (connections.some(({ endPresumed }) => endPresumed)) {
    const at = await latest(em, conference, reportedAt)
    for (const connection of connections) if (connection.endPresumed) endConnection(connection, at)
    for (const session of sessions) if (session.endPresumed) endSession(session, at)
  } else {
    for (const session of sessions) if (session.endPresumed) Object.assign(session, sessionNotEnded)
    conference.sweptAt = null
  }
  return sessions
}

async function latest(em: EntityManager, { id, sweptAt }: Conference, reportedAt: Date): Promise<Date> {
  const known = await lastActivity(em, id)
  return sweptAt && reportedAt > known && reportedAt <= sweptAt ? reportedAt : known
}

const endConnection = (connection: Connection, at: Date) =>
  Object.assign(connection, connectionEndedAt(connection, { at, presumed: true }))

const endSession = (session: Session, at: Date) =>
  Object.assign(session, sessionEndedAt(session, { at, presumed: true }))
