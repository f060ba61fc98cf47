import type { ScopedReader } from '../access/scoped-reader.ts'
import { Session } from '../entities/session.ts'
import { type CallPartFilter, callPartConditions } from './call-parts.ts'
import { Conditions } from './conditions.ts'
import { countRows, type Listed, listRows } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** What is shown beside a session. */
export interface SessionFindings {
  /** Oldest first. */
  issue_ids: string[]
}

/** Everything but `constraints`, which is large and the same for every page of a browser, and what only ingestion needs. */
const briefColumns = `id, app_id, conference_id, participant_id, devices, platform, metadata, geo_ip, app_version,
  webrtc_sdk, info, call_start, end_time, duration, created_at`

const issueIds = `array(select issue.id::text from issue where issue.session_id = page.id
  order by issue.created_at, issue.id) as issue_ids`

const source = { entity: Session, table: 'session', more: issueIds }

/** Sessions without their `constraints`. */
export const readSessions = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<Session, SessionFindings>[]> =>
  listRows(reader, { ...source, columns: briefColumns }, callPartConditions(filter), pageQuery)

/** Whole sessions. */
export const readWholeSessions = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<Session, SessionFindings>[]> => listRows(reader, source, callPartConditions(filter), pageQuery)

export const countSessions = (reader: ScopedReader, filter: CallPartFilter): Promise<number> =>
  countRows(reader, 'session', callPartConditions(filter))

/** A whole session. */
export async function findSession(
  reader: ScopedReader,
  id: string,
): Promise<{ entity: Session; row: SessionFindings } | undefined> {
  const conditions = new Conditions().equal({ id })
  return (await listRows<Session, SessionFindings>(reader, source, conditions, { order: 'oldest_first', limit: 1 }))[0]
}
