import type { ScopedReader } from '../access/scoped-reader.ts'
import { Session } from '../entities/session.ts'
import { type CallPartFilter, callPartSelection } from './call-parts.ts'
import { Conditions } from './conditions.ts'
import { countRows, type Listed, listRows } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** Columns of what lists show of a session, by property: not `constraints`, large and the same for all pages of a browser. */
const briefColumns = {
  id: 'id',
  app: 'app_id',
  conference: 'conference_id',
  participant: 'participant_id',
  devices: 'devices',
  platform: 'platform',
  metadata: 'metadata',
  geoIp: 'geo_ip',
  clientAddress: 'client_address',
  appVersion: 'app_version',
  webrtcSdk: 'webrtc_sdk',
  info: 'info',
  callStart: 'call_start',
  endTime: 'end_time',
  duration: 'duration',
  createdAt: 'created_at',
} as const satisfies Partial<Record<keyof Session, string>>

/** Columns of a session in lists. */
export type SessionBrief = Pick<Session, keyof typeof briefColumns>

/** A session with the ids of its issues. */
export interface SessionRow<Shown = Session> {
  session: Shown
  /** Oldest first. */
  issueIds: string[]
}

const issueIds = `array(select issue.id::text from issue where issue.session_id = page.id
  order by issue.created_at, issue.id) as issue_ids`

const source = { entity: Session, table: 'session', more: issueIds }

async function readRows(
  reader: ScopedReader,
  list: typeof source & { columns?: string },
  ...selected: [Parameters<typeof listRows>[2], PageQuery]
): Promise<Listed<SessionRow>[]> {
  const rows = await listRows<Session, { issue_ids: string[] }>(reader, list, ...selected)
  return rows.map(({ value: { entity, row }, cursor }) => ({
    value: { session: entity, issueIds: row.issue_ids },
    cursor,
  }))
}

export const readSessions = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<SessionRow<SessionBrief>>[]> =>
  readRows(reader, { ...source, columns: Object.values(briefColumns).join(', ') }, callPartSelection(filter), pageQuery)

/** Whole sessions. */
export const readWholeSessions = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<SessionRow>[]> => readRows(reader, source, callPartSelection(filter), pageQuery)

export const countSessions = (reader: ScopedReader, filter: CallPartFilter): Promise<number> =>
  countRows(reader, 'session', callPartSelection(filter))

/** A whole session. */
export async function findSession(reader: ScopedReader, id: string): Promise<SessionRow | undefined> {
  const where = new Conditions().equal({ id })
  const [found] = await readRows(reader, source, { where }, { order: 'oldest_first', limit: 1 })
  return found?.value
}
