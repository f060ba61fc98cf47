import type { EntityManager } from '@mikro-orm/postgresql'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import { query } from '../engine/sql.ts'

/**
 * Keeps how a call was, or was so far, on its conference and on each participant of it. A row that would stay as it is is
 * not written. The caller holds the lock of the conference.
 */
export async function storeVerdicts(em: EntityManager, conferenceId: string, verdict: CallVerdict): Promise<void> {
  await query(em, 'update conference set verdict = $2::jsonb where id = $1 and verdict is distinct from $2::jsonb', [
    conferenceId,
    verdict.conference && JSON.stringify(verdict.conference),
  ])
  await query(
    em,
    `update conference_participant link set verdict = judged.verdict
       from conference_participant member
       left join json_to_recordset($2::json) as judged(participant uuid, verdict jsonb)
         on judged.participant = member.participant_id
      where member.conference_id = $1 and link.conference_id = $1 and link.participant_id = member.participant_id
        and link.verdict is distinct from judged.verdict`,
    [conferenceId, JSON.stringify(verdict.participants.map(({ participant, verdict }) => ({ participant, verdict })))],
  )
}

/** Takes a participant's name out of the sentences that are kept of a call. */
export async function anonymizeVerdicts(em: EntityManager, conferenceId: string, participantId: string): Promise<void> {
  const rows = [
    ['conference', 'id'],
    ['conference_participant', 'conference_id'],
  ]
  for (const [table, id] of rows) {
    await query(
      em,
      `update ${table}
          set verdict = verdict - 'names' - 'anonymousReason' || jsonb_build_object('reason', verdict -> 'anonymousReason')
        where ${id} = $1 and verdict -> 'names' @> to_jsonb($2::text) and verdict -> 'anonymousReason' is not null`,
      [conferenceId, participantId],
    )
  }
}
