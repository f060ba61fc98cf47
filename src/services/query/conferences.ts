import { invalid } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import {
  type ConferenceFilter,
  countConferences,
  linkedParticipantIds,
  readConferences,
} from '../../storage/queries/conferences.ts'
import { issueIdsOfConference } from '../../storage/queries/issues.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterId, filterText, hasBounds, requireSome } from './filters.ts'
import { findConference } from './find.ts'
import type { CountedList } from './lists.ts'

export interface ConferenceDetails {
  conference: Conference
  /** Oldest first. */
  participantIds: string[]
  /** Oldest first. */
  issueIds: string[]
}

/** @throws DomainError conference_not_found */
export async function getConference(context: ReadContext, id: string | undefined): Promise<ConferenceDetails> {
  const conference = await findConference(context, id)
  return {
    conference,
    participantIds: await linkedParticipantIds(context.reader, conference.id),
    issueIds: await issueIdsOfConference(context.reader, conference.id),
  }
}

/** A conference with what a table of conferences shows beside it. */
export interface ConferenceRow {
  conference: Conference
  hasErrors: boolean
  hasWarnings: boolean
  /** People with a session in it. */
  participantCount: number
}

/** Most ids that may be chosen from at once. */
const MAX_IDS = 200

/**
 * Conferences by filters of which one must be given.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function conferenceList({ reader }: ReadContext, wanted: ConferenceFilter): CountedList<ConferenceRow> {
  const filter = checkedFilter(wanted)
  return {
    name: `conferences ${JSON.stringify(filter)}`,
    read: async slice =>
      (await readConferences(reader, filter, slice)).map(({ entity, row, position }) => ({
        row: {
          conference: entity,
          hasErrors: row.has_errors,
          hasWarnings: row.has_warnings,
          participantCount: row.participant_count,
        },
        position,
      })),
    count: () => countConferences(reader, filter),
  }
}

/** @throws DomainError invalid_parameters */
function listedId(text: string): string {
  const id = parseUuid(text)
  if (!id) throw invalid('conference ids must be UUIDs', { field: 'conference_ids' })
  return id
}

function checkedFilter({ appId, participantId, issueCode, ids, created, ...durations }: ConferenceFilter) {
  const bounds = hasBounds(created) || undefined
  requireSome({ appId, participantId, issueCode, ids, ...durations, created: bounds })
  if (ids && ids.length > MAX_IDS)
    throw invalid(`at most ${MAX_IDS} conference ids can be given`, { field: 'conference_ids', limit: MAX_IDS })
  return {
    appId: filterId(appId, 'app id'),
    participantId: filterId(participantId, 'participant id'),
    issueCode: filterText(issueCode, 'issue_code'),
    ids: ids?.map(listedId),
    ...durations,
    created,
  }
}
