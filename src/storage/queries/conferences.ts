import type { ScopedReader } from '../access/scoped-reader.ts'
import { Conference } from '../entities/conference.ts'
import { Conditions, type InstantBounds } from './conditions.ts'
import { countRows, type Listed, listRows } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** Which conferences are wanted; what is undefined does not matter. */
export interface ConferenceFilter {
  appId?: string | undefined
  /** Linked to the conference. */
  participantId?: string | undefined
  issueCode?: string | undefined
  ids?: readonly string[] | undefined
  /** Seconds, inclusive. */
  minDuration?: number | undefined
  /** Seconds, exclusive. */
  maxDuration?: number | undefined
  created: InstantBounds
}

/** What is shown beside a conference in a list. */
export interface ConferenceSigns {
  has_errors: boolean
  has_warnings: boolean
  /** People with a session in it. */
  participant_count: number
}

const signs = `
  exists (select from issue where issue.conference_id = page.id and issue.type = 'error') as has_errors,
  exists (select from issue where issue.conference_id = page.id and issue.type = 'warning') as has_warnings,
  (select count(distinct session.participant_id)::int
     from session join participant on participant.id = session.participant_id and not participant.is_sfu
    where session.conference_id = page.id) as participant_count`

const conditionsOf = ({ appId, participantId, issueCode, ids, minDuration, maxDuration, created }: ConferenceFilter) =>
  new Conditions()
    .equal({ app_id: appId })
    .add(participantId, id => `id in (select conference_id from conference_participant where participant_id = ${id})`)
    .add(issueCode, code => `id in (select conference_id from issue where code = ${code})`)
    .add(ids, list => `id = any(${list}::uuid[])`)
    .add(minDuration, seconds => `duration >= ${seconds}::double precision`)
    .add(maxDuration, seconds => `duration < ${seconds}::double precision`)
    .within('created_at', created)

export const readConferences = (
  reader: ScopedReader,
  filter: ConferenceFilter,
  pageQuery: PageQuery,
): Promise<Listed<Conference, ConferenceSigns>[]> =>
  listRows(reader, { entity: Conference, table: 'conference', more: signs }, conditionsOf(filter), pageQuery)

export const countConferences = (reader: ScopedReader, filter: ConferenceFilter): Promise<number> =>
  countRows(reader, 'conference', conditionsOf(filter))

/** Ids of all participants linked to a conference, oldest first. */
export async function linkedParticipantIds(reader: ScopedReader, conferenceId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select participant.id
       from conference_participant link join participant on participant.id = link.participant_id
      where link.conference_id = $1 order by participant.created_at, participant.id`,
    [conferenceId],
  )
  return rows.map(row => row.id)
}
