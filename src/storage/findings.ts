import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import type { Finding } from '../domain/analysis/finding.ts'
import { findingCodes } from '../domain/issues/codes.ts'
import { query } from './sql.ts'

/** Whose findings they are. */
export interface FindingOwner {
  appId: string
  conferenceId: string
}

/** One row per subject and spell; what identifies a spell is when it began. */
const keyOf = (finding: Finding): string => `${finding.subject} ${finding.startedAt}`.slice(-160)

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** Stores findings as issues: new ones are raised, known ones brought up to date. */
export async function storeFindings(
  em: EntityManager,
  { appId, conferenceId }: FindingOwner,
  findings: readonly Finding[],
): Promise<void> {
  for (const finding of findings) {
    await query(
      em,
      `insert into issue (id, app_id, conference_id, session_id, participant_id, connection_id, track_id,
                          type, code, subject, data, created_at, started_at, ended_at)
       values ($1, $2, $3, $4, $5, $6, (select id from track where session_id = $4 and track_id = $7),
               $8, $9, $10, $11, $12, $12, $13)
       on conflict (conference_id, code, subject) do update
         set data = excluded.data, ended_at = excluded.ended_at, track_id = excluded.track_id`,
      [
        uuidv7(),
        appId,
        conferenceId,
        finding.sessionId,
        finding.participantId,
        finding.connectionId,
        finding.trackIdentifier,
        finding.type,
        finding.code,
        keyOf(finding),
        JSON.stringify(finding.data),
        time(finding.startedAt),
        time(finding.endedAt),
      ],
    )
  }
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
