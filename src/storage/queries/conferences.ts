import { causalRank } from '../../domain/issues/issue-kind.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { Conference } from '../entities/conference.ts'
import { Conditions, type InstantBounds } from './conditions.ts'
import { addConferenceFilter, type ConferenceFilter } from './conference-filter.ts'
import { countRows, type Listed, listRows, type Selection } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** Which conferences are wanted; what is undefined does not matter. */
export interface ConferenceSelection extends ConferenceFilter {
  appId?: string | undefined
  organizationId?: string | undefined
  externalId?: string | undefined
  /** Linked to the conference. */
  participantId?: string | undefined
  ids?: readonly string[] | undefined
  /** Seconds, inclusive. */
  minDuration?: number | undefined
  /** Seconds, exclusive. */
  maxDuration?: number | undefined
  created: InstantBounds
}

/** A conference with what a table of conferences shows beside it. */
export interface ConferenceRow {
  conference: Conference
  /** Issues of each severity. */
  errorCount: number
  warningCount: number
  /** Of its issues, errors first, then causes before consequences; each once. */
  issueCodes: string[]
  /** People with a session in it. */
  participantCount: number
  /** Of the first of them, in the order in which they came. */
  participantNames: string[]
}

/** Names of people that are shown. */
const NAMES = 3

interface CodeCount {
  code: string
  errors: number
  warnings: number
}

interface RowDetails {
  codes: CodeCount[] | null
  people: { count: number; names: string[] | null }
}

const details = `
  (select jsonb_agg(jsonb_build_object('code', code, 'errors', errors, 'warnings', warnings))
     from (select code, count(*) filter (where type = 'error') as errors, count(*) filter (where type <> 'error') as warnings
             from issue where issue.conference_id = page.id group by code) by_code) as codes,
  (select jsonb_build_object('count', count(*), 'names', (array_agg(name order by came, id))[1:${NAMES}])
     from (select participant.id, coalesce(nullif(participant.name, ''), participant.external_id) as name,
                  min(session.created_at) as came
             from session join participant on participant.id = session.participant_id and not participant.is_sfu
            where session.conference_id = page.id group by 1, 2) person) as people`

function selectionOf(wanted: ConferenceSelection): Selection {
  const { appId, organizationId, externalId, participantId, ids, minDuration, maxDuration, created } = wanted
  const where = new Conditions()
    .equal({ app_id: appId, external_id: externalId })
    .add(participantId, id => `id in (select conference_id from conference_participant where participant_id = ${id})`)
    .add(ids, list => `id = any(${list}::uuid[])`)
    .add(minDuration, seconds => `duration >= ${seconds}::double precision`)
    .add(maxDuration, seconds => `duration < ${seconds}::double precision`)
    .within('created_at', created)
  addConferenceFilter(where, wanted)
  if (appId ?? participantId ?? ids) {
    where.add(organizationId, id => `app_id in (select app.id from app where organization_id = ${id})`)
    return { where }
  }
  return { where, apps: organizationId ? `app.organization_id = ${where.bind(organizationId)}` : 'true' }
}

export async function readConferences(
  reader: ScopedReader,
  wanted: ConferenceSelection,
  pageQuery: PageQuery,
): Promise<Listed<ConferenceRow>[]> {
  const source = { entity: Conference, table: 'conference', more: details }
  const rows = await listRows<Conference, RowDetails>(reader, source, selectionOf(wanted), pageQuery)
  return rows.map(({ value: { entity, row }, cursor }) => ({ value: { conference: entity, ...shown(row) }, cursor }))
}

function shown({ codes, people }: RowDetails): Omit<ConferenceRow, 'conference'> {
  const issues = (codes ?? []).toSorted(
    (one, other) => Number(other.errors > 0) - Number(one.errors > 0) || causalRank(one.code) - causalRank(other.code),
  )
  return {
    errorCount: issues.reduce((sum, { errors }) => sum + errors, 0),
    warningCount: issues.reduce((sum, { warnings }) => sum + warnings, 0),
    issueCodes: issues.map(({ code }) => code),
    participantCount: people.count,
    participantNames: people.names ?? [],
  }
}

/** @param limit counts no further; undefined: all */
export const countConferences = (reader: ScopedReader, wanted: ConferenceSelection, limit?: number): Promise<number> =>
  countRows(reader, 'conference', selectionOf(wanted), limit)

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
