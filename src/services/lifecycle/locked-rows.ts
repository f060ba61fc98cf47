import type { EntityManager } from '@mikro-orm/postgresql'
import type { LockedRows } from '../../domain/lifecycle/call-draft.ts'
import type { ConferenceRow } from '../../domain/lifecycle/call-rows.ts'
import {
  type LockedCallRows,
  lockConferences,
  lockConnections,
  lockFreeRows,
  lockSessions,
  ownedIds,
} from '../../storage/tables/call-rows.ts'
import { lastSigns } from '../../storage/tables/stale-conferences.ts'
import { findTracks } from '../../storage/tables/tracks.ts'
import { type NeededLocks, neededLocks } from './needed-locks.ts'
import type { Report } from './reported-event.ts'

/*
 * Whatever waits for rows of a call locks them in the same order, so that two transactions wait for each other instead of
 * failing: conferences, then sessions, then connections, each by id, then tracks, then issues, then apps.
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

interface Locked {
  rows: LockedCallRows
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
  const { rows, admitted } = await (skipsLocked ? lockWhatIsFree(em, needy) : waitForRows(em, needy))
  const tracks = await findTracks(
    em,
    admitted.flatMap(({ needs }) => needs.tracks),
  )
  return {
    rows: { ...rows, tracks, lastSigns: await lastSigns(em, sweptAmong(rows.conferences)) },
    admitted: new Set(admitted.map(({ report }) => report)),
  }
}

/** What changes a conference that was given up is left to who waits for all of it. */
async function lockWhatIsFree(em: EntityManager, needy: readonly NeedyReport[]): Promise<Locked> {
  const rows = await lockFreeRows(em, {
    conferences: needy.filter(({ needs }) => needs.conference).map(conferenceOf),
    sessions: needy.filter(({ needs }) => needs.session).map(sessionOf),
    connections: needy.flatMap(({ needs }) => [...needs.connections]),
  })
  const conferences = rows.conferences.filter(({ sweptAt }) => sweptAt === null)
  const free = isLockedBy({ ...rows, conferences })
  const admitted = needy.filter(free)
  const left = await lockConnectionsOf(
    em,
    admitted.filter(({ needs }) => needs.allConnections),
  )
  return {
    rows: { ...rows, conferences, connections: [...rows.connections, ...left.connections] },
    admitted: admitted.filter(({ report }) => !left.busySessions.has(report.reporter.sessionId)),
  }
}

/** Locks all connections of sessions that are locked, as far as they are free. */
async function lockConnectionsOf(em: EntityManager, needy: readonly NeedyReport[]) {
  const owned = await ownedIds(em, 'connections of sessions', needy.map(sessionOf))
  const { connections } = await lockFreeRows(em, { connections: idsOf(owned) })
  const locked = new Set(idsOf(connections))
  return {
    connections,
    busySessions: new Set(owned.filter(({ id }) => !locked.has(id)).map(({ owner }) => owner)),
  }
}

const isLockedBy = (rows: LockedCallRows) => {
  const ids = new Set(Object.values(rows).flatMap(idsOf))
  return ({ report, needs }: NeedyReport): boolean =>
    (!needs.conference || ids.has(report.reporter.conferenceId)) &&
    (!needs.session || ids.has(report.reporter.sessionId)) &&
    [...needs.connections].every(id => ids.has(id))
}

async function waitForRows(em: EntityManager, needy: readonly NeedyReport[]): Promise<Locked> {
  const conferences = await lockConferences(em, needy.filter(({ needs }) => needs.conference).map(conferenceOf))
  const found = new Set(idsOf(conferences))
  const inConference = needy.filter(one => !one.needs.conference || found.has(conferenceOf(one)))
  // Of a conference that was given up everything may change.
  const swept = sweptAmong(conferences)
  const wanted = inConference.filter(({ needs }) => needs.session).map(sessionOf)
  const sessions = await lockSessions(em, [...wanted, ...idsOf(await ownedIds(em, 'sessions of conferences', swept))])
  for (const { id } of sessions) found.add(id)
  const admitted = inConference.filter(one => !one.needs.session || found.has(sessionOf(one)))
  const left = admitted.filter(({ needs }) => needs.allConnections).map(sessionOf)
  const connections = await lockConnections(em, [
    ...admitted.flatMap(({ needs }) => [...needs.connections]),
    ...idsOf(await ownedIds(em, 'connections of sessions', left)),
    ...idsOf(await ownedIds(em, 'connections of conferences', swept)),
  ])
  // Who has waited for a connection that is not there finds it gone.
  return { rows: { conferences, sessions, connections }, admitted }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id)
const conferenceOf = ({ report }: NeedyReport): string => report.reporter.conferenceId
const sessionOf = ({ report }: NeedyReport): string => report.reporter.sessionId

const sweptAmong = (conferences: readonly ConferenceRow[]): string[] =>
  conferences.filter(({ sweptAt }) => sweptAt !== null).map(({ id }) => id)

/** Locks all rows of a conference. */
export async function lockWholeConference(em: EntityManager, id: string): Promise<LockedRows> {
  const conferences = await lockConferences(em, [id])
  const sessions = await ownedIds(em, 'sessions of conferences', [id])
  const connections = await ownedIds(em, 'connections of conferences', [id])
  return {
    conferences,
    sessions: await lockSessions(em, idsOf(sessions)),
    connections: await lockConnections(em, idsOf(connections)),
    tracks: [],
    lastSigns: await lastSigns(em, sweptAmong(conferences)),
  }
}
