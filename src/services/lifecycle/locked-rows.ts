import type { EntityManager } from '@mikro-orm/postgresql'
import type { LockedRows } from '../../domain/lifecycle/call-draft.ts'
import type { ConferenceRow, ConnectionRow, SessionRow } from '../../domain/lifecycle/call-rows.ts'
import { lockConferences, lockConnections, lockSessions, ownedIds } from '../../storage/tables/call-rows.ts'
import { lastSigns } from '../../storage/tables/stale-conferences.ts'
import { findTracks } from '../../storage/tables/tracks.ts'
import { type NeededLocks, neededLocks } from './needed-locks.ts'
import type { Report } from './reported-event.ts'

/*
 * Whatever changes more than one row of a call locks them in the same order, so that two transactions wait for each
 * other instead of failing: conferences, then sessions, then connections, each by id, then tracks, then issues, then apps.
 */

/** Reports of which all rows are locked, and those rows. */
export interface LockedReports {
  rows: LockedRows
  admitted: ReadonlySet<Report>
}

interface NeedyReport {
  report: Report
  needs: NeededLocks
}

/** Rows, and the reports that still may be carried out. */
interface Step<Row> {
  rows: Row[]
  admitted: readonly NeedyReport[]
}

/**
 * Locks the rows that reports are about.
 * @param skipsLocked leaves out reports about rows that somebody else has locked; otherwise only those about rows that are
 *   gone are left out
 */
export async function lockRows(
  em: EntityManager,
  reports: readonly Report[],
  { skipsLocked }: { skipsLocked: boolean },
): Promise<LockedReports> {
  const needy = reports.map(report => ({ report, needs: neededLocks(report) }))
  const inConference = await conferencesFor(em, needy, skipsLocked)
  const conferences = inConference.rows
  // Of a conference that was given up everything may change.
  const sweptIds = sweptAmong(conferences)
  const inSession = await sessionsFor(em, inConference.admitted, sweptIds, skipsLocked)
  const { rows: connections, admitted } = await connectionsFor(em, inSession.admitted, sweptIds, skipsLocked)
  const tracks = await findTracks(
    em,
    admitted.flatMap(({ needs }) => needs.tracks),
  )
  return {
    rows: { conferences, sessions: inSession.rows, connections, tracks, lastSigns: await lastSigns(em, sweptIds) },
    admitted: new Set(admitted.map(({ report }) => report)),
  }
}

async function conferencesFor(
  em: EntityManager,
  needy: readonly NeedyReport[],
  skipsLocked: boolean,
): Promise<Step<ConferenceRow>> {
  const wanted = needy.filter(({ needs }) => needs.conference).map(conferenceOf)
  const locked = await lockConferences(em, wanted, skipsLocked)
  // What changes a conference that was given up is left to who waits for all of it.
  const rows = skipsLocked ? locked.filter(({ sweptAt }) => sweptAt === null) : locked
  const ids = new Set(rows.map(({ id }) => id))
  return { rows, admitted: needy.filter(one => !one.needs.conference || ids.has(conferenceOf(one))) }
}

async function sessionsFor(
  em: EntityManager,
  needy: readonly NeedyReport[],
  sweptConferences: readonly string[],
  skipsLocked: boolean,
): Promise<Step<SessionRow>> {
  const wanted = needy.filter(({ needs }) => needs.session).map(sessionOf)
  const others = await ownedIds(em, 'sessions of conferences', sweptConferences)
  const rows = await lockSessions(em, [...wanted, ...idsOf(others)], skipsLocked)
  const ids = new Set(idsOf(rows))
  return { rows, admitted: needy.filter(one => !one.needs.session || ids.has(sessionOf(one))) }
}

async function connectionsFor(
  em: EntityManager,
  needy: readonly NeedyReport[],
  sweptConferences: readonly string[],
  skipsLocked: boolean,
): Promise<Step<ConnectionRow>> {
  const left = needy.filter(({ needs }) => needs.allConnections).map(sessionOf)
  const ofSessions = await ownedIds(em, 'connections of sessions', left)
  const others = await ownedIds(em, 'connections of conferences', sweptConferences)
  const bySession = Map.groupBy(ofSessions, ({ owner }) => owner)
  const wantedBy = (one: NeedyReport): string[] => [
    ...one.needs.connections,
    ...(one.needs.allConnections ? idsOf(bySession.get(sessionOf(one)) ?? []) : []),
  ]
  const rows = await lockConnections(em, [...needy.flatMap(wantedBy), ...idsOf(others)], skipsLocked)
  // Who has waited for a connection that is not there finds it gone.
  if (!skipsLocked) return { rows, admitted: needy }
  const ids = new Set(idsOf(rows))
  return { rows, admitted: needy.filter(one => wantedBy(one).every(id => ids.has(id))) }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)
const conferenceOf = ({ report }: NeedyReport): string => report.reporter.conferenceId
const sessionOf = ({ report }: NeedyReport): string => report.reporter.sessionId

const sweptAmong = (conferences: readonly ConferenceRow[]): string[] =>
  conferences.filter(({ sweptAt }) => sweptAt !== null).map(({ id }) => id)

/** Locks all rows of a conference. */
export async function lockWholeConference(em: EntityManager, id: string): Promise<LockedRows> {
  const conferences = await lockConferences(em, [id], false)
  const sessions = await ownedIds(em, 'sessions of conferences', [id])
  const connections = await ownedIds(em, 'connections of conferences', [id])
  return {
    conferences,
    sessions: await lockSessions(
      em,
      sessions.map(row => row.id),
      false,
    ),
    connections: await lockConnections(
      em,
      connections.map(row => row.id),
      false,
    ),
    tracks: [],
    lastSigns: await lastSigns(em, sweptAmong(conferences)),
  }
}
