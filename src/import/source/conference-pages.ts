import type { SourceConference, Timestamp } from './rows.ts'
import type { SourceDatabase } from './source-database.ts'

/** A place in the order in which the calls of an app are read. */
export interface ConferencePosition {
  created_at: Timestamp
  id: string
}

/** Conferences that are looked at in one round. */
const PAGE = 200

const COLUMNS = `id, app_id, conference_id, conference_name, conference_info, start_time, call_start, end_time, ongoing,
                 duration, created_at`

/**
 * The next conferences of an app in order of creation, without those that were deleted.
 * @param since those that ended before are left out; null: none
 */
export const readConferencePage = (
  source: SourceDatabase,
  appId: string,
  after: ConferencePosition | undefined,
  since: Date | null,
): Promise<SourceConference[]> =>
  source.query<SourceConference>(
    `select ${COLUMNS} from conference
      where app_id = $1 and is_active
        and created_at >= $2 and (created_at, id) > ($2::timestamptz, $3::uuid)
        and ($4::timestamptz is null or ongoing or coalesce(end_time, created_at) >= $4)
      order by created_at, id limit ${PAGE}`,
    [
      appId,
      after?.created_at ?? '-infinity',
      after?.id ?? '00000000-0000-0000-0000-000000000000',
      since?.toISOString() ?? null,
    ],
  )

/** Some conferences by id, without those that were deleted. */
export const readConferences = (source: SourceDatabase, ids: readonly string[]): Promise<SourceConference[]> =>
  source.query<SourceConference>(
    `select ${COLUMNS} from conference where id = any($1::uuid[]) and is_active order by created_at, id`,
    [ids],
  )

/** Conferences of some apps in which something happened since, as far as an index can tell. */
export async function findActiveConferences(
  source: SourceDatabase,
  appIds: readonly string[],
  since: Date,
): Promise<string[]> {
  const rows = await source.query<{ id: string }>(
    `select id from conference
      where app_id = any($1::uuid[]) and is_active and (created_at >= $2 or ongoing or end_time >= $2)
     union
     select conference_id from app_genericevent where app_id = any($1::uuid[]) and created_at >= $2
     union
     select conference_id from summary where end_time >= $2`,
    [appIds, since.toISOString()],
  )
  return rows.map(({ id }) => id)
}
