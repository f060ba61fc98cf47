import type { EntityManager } from '@mikro-orm/postgresql'
import { connectionEndedAt, sessionEndedAt } from '../../domain/call-ending.ts'
import { invalid } from '../../domain/errors.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Session } from '../../storage/entities/session.ts'
import { judgeSession } from './judge-session.ts'
import {
  lockConference,
  lockConnection,
  lockConnectionsOfConference,
  lockConnectionsOfSession,
  lockSession,
  lockSessionsOfConference,
} from './locked-call.ts'
import { settleTimes } from './settle-times.ts'

/** What follows when a call has ended. */
export interface CallSettlement {
  /** Asks for the summary of an ended conference, in the transaction that ended it. */
  requestSummary(em: EntityManager, conferenceId: string): Promise<void>
}

interface CallIds {
  conferenceId: string
  sessionId: string
}

/**
 * Ends one connection of a session and what ends with it.
 * @throws DomainError invalid_parameters when the end lies before the connection's start
 */
export async function endConnection(
  em: EntityManager,
  settlement: CallSettlement,
  ids: CallIds & { connectionId: string },
  at: Date,
): Promise<void> {
  const conference = await lockConference(em, ids.conferenceId)
  const session = await lockSession(em, ids.sessionId)
  endAll([await lockConnection(em, ids.connectionId)], at)
  const { ended } = await settleTimes(em, conference, [session])
  await judgeSession(em, session)
  if (ended) await settlement.requestSummary(em, conference.id)
}

/**
 * Ends a session and all its connections.
 * @throws DomainError invalid_parameters when the end lies before all its connections
 */
export async function endSession(em: EntityManager, settlement: CallSettlement, ids: CallIds, at: Date): Promise<void> {
  const conference = await lockConference(em, ids.conferenceId)
  const session = await lockSession(em, ids.sessionId)
  endAll(await lockConnectionsOfSession(em, session.id), at)
  leave(session, at)
  const { ended } = await settleTimes(em, conference, [session])
  await judgeSession(em, session)
  if (ended) await settlement.requestSummary(em, conference.id)
}

/** Ends a session only: leaving the page can be cancelled, so its connections may live on. */
export async function leaveSession(em: EntityManager, sessionId: string, at: Date): Promise<void> {
  const session = await lockSession(em, sessionId)
  leave(session, at)
  await judgeSession(em, session)
}

/** Ends every connection and session of a conference, and the conference. */
export async function endConference(
  em: EntityManager,
  settlement: CallSettlement,
  conferenceId: string,
  at: Date,
): Promise<void> {
  const conference = await lockConference(em, conferenceId)
  const sessions = await lockSessionsOfConference(em, conferenceId)
  for (const connection of await lockConnectionsOfConference(em, conferenceId)) end(connection, at)
  for (const session of sessions) leave(session, at)
  const { ended } = await settleTimes(em, conference, sessions)
  conference.endTime ??= at
  for (const session of sessions) await judgeSession(em, session)
  if (ended) await settlement.requestSummary(em, conferenceId)
}

/**
 * An end from before the start of every connection comes from a wrong clock. Before some of them, it is an old one that
 * was sent again: those have begun since.
 */
function endAll(connections: readonly Connection[], at: Date): void {
  if (connections.length > 0 && connections.every(connection => at < connection.startTime)) {
    throw invalid('delta puts the end of the connection before its start')
  }
  for (const connection of connections) end(connection, at)
}

function end(connection: Connection, at: Date): void {
  Object.assign(connection, connectionEndedAt(connection, at))
}

function leave(session: Session, at: Date): void {
  Object.assign(session, sessionEndedAt(session, at))
}
