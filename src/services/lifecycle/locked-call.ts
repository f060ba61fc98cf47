import type { EntityManager } from '@mikro-orm/postgresql'
import { Conference } from '../../storage/entities/conference.ts'
import { Connection } from '../../storage/entities/connection.ts'
import { Session } from '../../storage/entities/session.ts'
import { query } from '../../storage/sql.ts'

/*
 * Whatever changes more than one row of a call locks them in the same order, so that two transactions wait for each
 * other instead of failing: conference, then session, then connections by id, then tracks, then the app.
 */

type Table = 'conference' | 'session' | 'connection'
type Column = 'id' | 'session_id' | 'conference_id'

/** Keys never change, so rows that only refer to a locked one (a new event, a new track) need not wait. */
const lock = (em: EntityManager, table: Table, column: Column, value: string): Promise<unknown> =>
  query(em, `select id from ${table} where ${column} = $1 order by id for no key update`, [value])

export async function lockConference(em: EntityManager, id: string): Promise<Conference> {
  await lock(em, 'conference', 'id', id)
  return await em.findOneOrFail(Conference, { id })
}

export async function lockSession(em: EntityManager, id: string): Promise<Session> {
  await lock(em, 'session', 'id', id)
  return await em.findOneOrFail(Session, { id })
}

export async function lockConnection(em: EntityManager, id: string): Promise<Connection> {
  await lock(em, 'connection', 'id', id)
  return await em.findOneOrFail(Connection, { id })
}

export async function lockConnectionsOfSession(em: EntityManager, session: string): Promise<Connection[]> {
  await lock(em, 'connection', 'session_id', session)
  return await em.find(Connection, { session })
}

export async function lockConnectionsOfConference(em: EntityManager, conference: string): Promise<Connection[]> {
  await lock(em, 'connection', 'conference_id', conference)
  return await em.find(Connection, { conference })
}

export async function lockSessionsOfConference(em: EntityManager, conference: string): Promise<Session[]> {
  await lock(em, 'session', 'conference_id', conference)
  return await em.find(Session, { conference })
}
