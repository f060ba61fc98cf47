import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import type { JsonValue } from '../domain/json.ts'
import { query } from './sql.ts'

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
  /** It is derived anew from all that is known: then the last word counts. */
  isDerived?: boolean
}

/**
 * Raises an issue once a conference, code and subject. Of several reports of the same, the earliest counts, whichever
 * comes first.
 */
export async function raiseIssue(em: EntityManager, issue: NewIssue): Promise<void> {
  await query(
    em,
    `insert into issue (id, app_id, conference_id, session_id, participant_id, connection_id, type, code, subject, data, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (conference_id, code, subject) do update
       set created_at = excluded.created_at, data = excluded.data
       where issue.created_at > excluded.created_at or $12`,
    [
      uuidv7(),
      issue.appId,
      issue.conferenceId,
      issue.sessionId,
      issue.participantId,
      issue.connectionId,
      issue.type,
      issue.code,
      issue.subject,
      issue.data === null ? null : JSON.stringify(issue.data),
      issue.at.toISOString(),
      issue.isDerived ?? false,
    ],
  )
}

/** Takes back issues of a subject that turned out not to be. */
export async function withdrawIssues(
  em: EntityManager,
  conferenceId: string,
  subject: string,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return
  await query(em, 'delete from issue where conference_id = $1 and subject = $2 and code = any($3)', [
    conferenceId,
    subject,
    codes,
  ])
}

/** Takes back what the `emos` of a whole call had brought to light. */
export async function withdrawEmosIssues(em: EntityManager, conferenceId: string): Promise<void> {
  await query(em, `delete from issue where conference_id = $1 and code in ('low_emos', 'very_low_emos')`, [
    conferenceId,
  ])
}
