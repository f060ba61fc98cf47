import type { Quality } from '../../domain/issues/quality.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'

/** What a participant did in the calls that are stored. */
export interface ParticipantActivity {
  /** When its newest session began; null when it has none. */
  lastSeenAt: Date | null
  /** Conferences by how they were for it. */
  counts: Record<Quality | 'unjudged', number>
}

/** How far the conferences of a participant are counted: a media server may be in all of them. */
const MAX_COUNT = 10_000

const statement = `
  select participant.id, counted.*,
         (select max(session.created_at) from session where session.participant_id = participant.id) as "lastSeenAt"
    from participant,
         lateral (select count(*) filter (where quality = 'good')::int as good,
                         count(*) filter (where quality = 'fair')::int as fair,
                         count(*) filter (where quality = 'poor')::int as poor,
                         count(*) filter (where quality = 'bad')::int as bad,
                         count(*) filter (where quality is null)::int as unjudged
                    from (select link.verdict ->> 'quality' as quality from conference_participant link
                           where link.participant_id = participant.id limit ${MAX_COUNT}) linked) counted
   where participant.id = any($1::uuid[])`

type Row = { id: string; lastSeenAt: string | Date | null } & ParticipantActivity['counts']

/** What some participants did, by their ids. */
export async function readActivities(
  reader: ScopedReader,
  participantIds: readonly string[],
): Promise<Map<string, ParticipantActivity>> {
  const rows = await reader.query<Row>(statement, [participantIds])
  return new Map(
    rows.map(({ id, lastSeenAt, ...counts }) => [
      id,
      { lastSeenAt: lastSeenAt === null ? null : new Date(lastSeenAt), counts },
    ]),
  )
}
