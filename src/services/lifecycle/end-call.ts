import type { EntityManager } from '@mikro-orm/postgresql'
import { connectionEndedAt, sessionEndedAt } from '../../domain/call-ending.ts'
import { invalid } from '../../domain/errors.ts'
import type { Conference } from '../../storage/entities/conference.ts'
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
import { renewPresumedEnds } from './presumed-ends.ts'
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

/** A call that is being ended, and what an ending concerns of it. All of it is locked. */
interface EndingCall {
  conference: Conference
  sessions: readonly Session[]
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
  const call = await lockCall(em, ids)
  const changed = endAll([await lockConnection(em, ids.connectionId)], at, call)
  await settle(em, settlement, call, { at, changed })
}

/**
 * Ends a session and all its connections.
 * @throws DomainError invalid_parameters when the end lies before all its connections
 */
export async function endSession(em: EntityManager, settlement: CallSettlement, ids: CallIds, at: Date): Promise<void> {
  const call = await lockCall(em, ids)
  const ended = endAll(await lockConnectionsOfSession(em, ids.sessionId), at, call)
  const left = leaveAll(at, call)
  await settle(em, settlement, call, { at, changed: ended || left })
}

/** Ends a session only: leaving the page can be cancelled, so its connections may live on. */
export async function leaveSession(
  em: EntityManager,
  settlement: CallSettlement,
  ids: CallIds,
  at: Date,
): Promise<void> {
  const call = await lockCall(em, ids)
  await settle(em, settlement, call, { at, changed: leaveAll(at, call) })
}

/** Ends every connection and session of a conference, and the conference. */
export async function endConference(
  em: EntityManager,
  settlement: CallSettlement,
  conferenceId: string,
  at: Date,
): Promise<void> {
  const conference = await lockConference(em, conferenceId)
  const call = { conference, sessions: await lockSessionsOfConference(em, conferenceId) }
  const connections = await lockConnectionsOfConference(em, conferenceId)
  const ended = connections.map(connection => end(connection, at, call)).includes(true)
  const left = leaveAll(at, call)
  conference.endTime ??= at
  await settle(em, settlement, call, { at, changed: ended || left })
}

async function lockCall(em: EntityManager, { conferenceId, sessionId }: CallIds): Promise<EndingCall> {
  const conference = await lockConference(em, conferenceId)
  return { conference, sessions: [await lockSession(em, sessionId)] }
}

/** Brings the call in line with an end that was reported, and asks for its summary when that is not, or no longer, right. */
async function settle(
  em: EntityManager,
  settlement: CallSettlement,
  { conference, sessions }: EndingCall,
  { at, changed }: { at: Date; changed: boolean },
): Promise<void> {
  const all = conference.sweptAt ? await renewPresumedEnds(em, conference, at) : sessions
  const { ended } = await settleTimes(em, conference, all)
  for (const session of all) await judgeSession(em, session)
  const isOver = conference.startTime !== null && !conference.ongoing
  if (ended || (changed && isOver)) await settlement.requestSummary(em, conference.id)
}

/**
 * An end from before the start of every connection comes from a wrong clock. Before some of them, it is an old one that
 * was sent again: those have begun since.
 * @returns whether it ended one, or earlier than known
 */
function endAll(connections: readonly Connection[], at: Date, call: EndingCall): boolean {
  if (connections.length > 0 && connections.every(connection => at < connection.startTime)) {
    throw invalid('delta puts the end of the connection before its start')
  }
  return connections.map(connection => end(connection, at, call)).includes(true)
}

/** What was reported to happen after a call was given up does not undo that. */
const isTooLate = (row: Connection | Session, at: Date, { conference }: EndingCall): boolean =>
  row.endPresumed && Boolean(conference.sweptAt && at > conference.sweptAt)

function end(connection: Connection, at: Date, call: EndingCall): boolean {
  const ended = isTooLate(connection, at, call) ? null : connectionEndedAt(connection, { at, presumed: false })
  if (ended) Object.assign(connection, ended)
  return ended !== null
}

function leaveAll(at: Date, call: EndingCall): boolean {
  let changed = false
  for (const session of call.sessions) {
    const ended = isTooLate(session, at, call) ? null : sessionEndedAt(session, { at, presumed: false })
    if (ended) Object.assign(session, ended)
    changed ||= ended !== null
  }
  return changed
}
