import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { sessionEndCodes } from '../../domain/issues/session-issues.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { channels } from '../../telemetry/channels.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** An issue to be raised. */
export interface NewIssue {
  appId: string
  conferenceId: string
  sessionId: string | null
  participantId: string | null
  connectionId: string | null
  type: 'error' | 'warning'
  code: string
  /** Key of what it is about. */
  subject: string
  data: JsonValue
  at: Date
}

export interface UpsertedIssue {
  code: string
  type: string
  is_new: boolean
}

/** Column of an upsert's result: whether the row was not there before. */
export const IS_NEW = "xmax::text = '0' as is_new"

/** Tells those who measure which issues are new. */
export function tellRaised(issues: readonly { code: string; type: string }[]): void {
  if (issues.length > 0 && channels.issues.hasSubscribers) channels.issues.publish({ issues })
}

/** @param source parameter with {@link issueRecords} as JSON @param derived parameter with {@link derivedCodes} */
export const raiseIssuesFrom = (source: string, derived: string): string => `
  insert into issue (id, app_id, conference_id, session_id, participant_id, connection_id, type, code, subject, data, created_at)
  select id, "appId", "conferenceId", "sessionId", "participantId", "connectionId", type, code, subject, data, at
    from json_to_recordset(${source}::json) as raised(
         id uuid, "appId" uuid, "conferenceId" uuid, "sessionId" uuid, "participantId" uuid, "connectionId" uuid,
         type text, code text, subject text, data jsonb, at timestamptz)
   order by "conferenceId", code, subject
  on conflict (conference_id, code, subject) do update
    set created_at = excluded.created_at, data = excluded.data
    where issue.created_at > excluded.created_at or issue.code = any(${derived}::text[])
  returning code, type, ${IS_NEW}`

const RAISE = prepared(raiseIssuesFrom('$1', '$2'))

/** Those of which the last word counts, because they are derived anew from all that is known. */
export const derivedCodes: readonly string[] = sessionEndCodes

/** Each issue once: of several reports of the same the earliest, of those that are derived the last. */
export function issueRecords(issues: readonly NewIssue[]): object[] {
  const raised = new Map<string, NewIssue>()
  for (const issue of issues) {
    const key = `${issue.conferenceId} ${issue.code} ${issue.subject}`
    const known = raised.get(key)
    if (!known || issue.at < known.at || derivedCodes.includes(issue.code)) raised.set(key, issue)
  }
  return [...raised.values()].map(issue => ({ id: uuidv7(), ...issue }))
}

/**
 * Raises each issue once a conference, code and subject. Of several reports of the same, the earliest counts, whichever
 * comes first; of those that are derived, the last word.
 */
export async function raiseIssues(em: EntityManager, issues: readonly NewIssue[]): Promise<void> {
  if (issues.length === 0) return
  const rows = await query<UpsertedIssue>(em, RAISE, [JSON.stringify(issueRecords(issues)), derivedCodes])
  tellRaised(rows.filter(row => row.is_new))
}

/** An issue that turned out not to be. */
export type WithdrawnIssue = Pick<NewIssue, 'conferenceId' | 'code' | 'subject'>

/** Takes back issues. @param source parameter with them as JSON */
export const withdrawIssuesFrom = (source: string): string => `
  delete from issue
   using json_to_recordset(${source}::json) as refuted("conferenceId" uuid, code text, subject text)
   where conference_id = refuted."conferenceId" and issue.code = refuted.code and issue.subject = refuted.subject`

/** Takes back what the `emos` of a whole call had brought to light. */
export async function withdrawEmosIssues(em: EntityManager, conferenceId: string): Promise<void> {
  await query(em, `delete from issue where conference_id = $1 and code in ('low_emos', 'very_low_emos')`, [
    conferenceId,
  ])
}

export async function deleteIssue(em: EntityManager, id: string): Promise<void> {
  await query(em, 'delete from issue where id = $1', [id])
}
