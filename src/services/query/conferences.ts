import { invalid } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import {
  type ConferenceRow,
  type ConferenceSelection,
  countConferences,
  linkedParticipantIds,
  readConferences,
} from '../../storage/queries/conferences.ts'
import { issueIdsOfConference } from '../../storage/queries/issues.ts'
import { type ParticipantVerdict, verdictsOfParticipant } from '../../storage/queries/verdicts.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { checkedConferenceFilter } from './conference-filter.ts'
import { filterId, filterText } from './filters.ts'
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

/** Most ids that may be chosen from at once. */
const MAX_IDS = 200

/** Limit of {@link ConferenceList.countSome}. */
const MAX_COUNT = 10_000

export interface ConferenceList extends CountedList<ConferenceRow> {
  /** Number of rows; {@link MAX_COUNT} for so many or more. */
  countSome(): Promise<number>
  /** Verdicts for the participant that the list is limited to; empty when it is limited to none. */
  participantVerdicts(conferences: readonly Conference[]): Promise<ReadonlyMap<string, ParticipantVerdict>>
}

/** @throws DomainError invalid_parameters */
export function conferenceList({ reader }: ReadContext, selection: ConferenceSelection): ConferenceList {
  const wanted = checkedSelection(selection)
  const { participantId } = wanted
  return {
    name: `conferences ${JSON.stringify(wanted)}`,
    read: pageQuery => readConferences(reader, wanted, pageQuery),
    count: () => countConferences(reader, wanted),
    countSome: () => countConferences(reader, wanted, MAX_COUNT),
    participantVerdicts: async conferences =>
      participantId === undefined
        ? new Map()
        : await verdictsOfParticipant(
            reader,
            participantId,
            conferences.map(({ id }) => id),
          ),
  }
}

/** @throws DomainError invalid_parameters */
function listedId(text: string): string {
  const id = parseUuid(text)
  if (!id) throw invalid('conference ids must be UUIDs', { field: 'conference_ids' })
  return id
}

function checkedSelection({ ids, ...wanted }: ConferenceSelection): ConferenceSelection {
  if (ids && ids.length > MAX_IDS)
    throw invalid(`at most ${MAX_IDS} conference ids can be given`, { field: 'conference_ids', limit: MAX_IDS })
  return {
    ...wanted,
    ...checkedConferenceFilter(wanted),
    appId: filterId(wanted.appId, 'app_id'),
    organizationId: filterId(wanted.organizationId, 'organization_id'),
    externalId: filterText(wanted.externalId, 'external_id'),
    participantId: filterId(wanted.participantId, 'participant_id'),
    ids: ids?.map(listedId),
  }
}
