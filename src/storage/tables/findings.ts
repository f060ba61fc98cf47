import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import type { Finding } from '../../domain/analysis/finding.ts'
import { findingCodes } from '../../domain/issues/codes.ts'
import { query } from '../engine/sql.ts'
import { IS_NEW, tellRaised, type UpsertedIssue } from './issues.ts'

/** Whose findings they are. */
export interface FindingOwner {
  appId: string
  conferenceId: string
}

/** One row per subject and episode; what identifies an episode is when it began. */
const keyOf = (finding: Finding): string => `${finding.subject} ${finding.startedAt}`.slice(-160)

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** An upsert may touch each row once: of findings with the same code and key the last one counts. */
const byKey = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map(finding => [`${finding.code} ${keyOf(finding)}`, finding])).values(),
]

const rowOf = (finding: Finding) => ({
  id: uuidv7(),
  sessionId: finding.sessionId,
  participantId: finding.participantId,
  connectionId: finding.connectionId,
  trackIdentifier: finding.trackIdentifier,
  type: finding.type,
  code: finding.code,
  subject: keyOf(finding),
  data: finding.data,
  startedAt: instant(finding.startedAt),
  endedAt: instant(finding.endedAt),
})

/**
 * Stores findings as issues: new ones are raised, known ones brought up to date. A row that would stay as it is is not
 * written: every write of one is announced to whoever watches the conference.
 */
export async function storeFindings(
  em: EntityManager,
  { appId, conferenceId }: FindingOwner,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return
  const rows = await query<UpsertedIssue>(
    em,
    `insert into issue (id, app_id, conference_id, session_id, participant_id, connection_id, track_id,
                        type, code, subject, data, created_at, started_at, ended_at)
     select found.id, $1, $2, found."sessionId", found."participantId", found."connectionId",
            (select id from track where session_id = found."sessionId" and track_id = found."trackIdentifier"),
            found.type, found.code, found.subject, found.data, found."startedAt", found."startedAt", found."endedAt"
       from json_to_recordset($3::json) as found(
              id uuid, "sessionId" uuid, "participantId" uuid, "connectionId" uuid, "trackIdentifier" text, type text,
              code text, subject text, data jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
     on conflict (conference_id, code, subject) do update
       set type = excluded.type, data = excluded.data, ended_at = excluded.ended_at, track_id = excluded.track_id
       where (issue.type, issue.data, issue.ended_at, issue.track_id)
             is distinct from (excluded.type, excluded.data, excluded.ended_at, excluded.track_id)
     returning code, type, ${IS_NEW}`,
    [appId, conferenceId, JSON.stringify(byKey(findings).map(rowOf))],
  )
  tellRaised(rows.filter(row => row.is_new))
}

/**
 * Takes back the stored findings of a conference that are not among these: a look at the whole call knows better.
 * @param knownFrom what began up to then cannot be looked at again, and stays; null: all can
 */
export async function withdrawOtherFindings(
  em: EntityManager,
  conferenceId: string,
  findings: readonly Finding[],
  knownFrom: Date | null,
): Promise<void> {
  await query(
    em,
    `delete from issue
      where conference_id = $1 and code = any($2) and not (code || ' ' || subject = any($3))
        and ($4::timestamptz is null or started_at > $4)`,
    [
      conferenceId,
      findingCodes,
      findings.map(finding => `${finding.code} ${keyOf(finding)}`),
      knownFrom?.toISOString() ?? null,
    ],
  )
}
