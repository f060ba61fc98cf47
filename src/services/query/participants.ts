import type { Participant } from '../../storage/entities/participant.ts'
import { countParticipants, type ParticipantFilter, readParticipants } from '../../storage/queries/participants.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterId, requireSome } from './filters.ts'
import type { CountedList } from './lists.ts'

/**
 * Participants of an app or conference; one of the two must be given.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function participantList(
  { reader }: ReadContext,
  { appId, conferenceId, created }: ParticipantFilter,
): CountedList<Participant> {
  requireSome({ appId, conferenceId })
  const filter = {
    appId: filterId(appId, 'app id'),
    conferenceId: filterId(conferenceId, 'conference id'),
    created,
  }
  return {
    name: `participants ${JSON.stringify(filter)}`,
    read: async slice =>
      (await readParticipants(reader, filter, slice)).map(({ entity, position }) => ({ row: entity, position })),
    count: () => countParticipants(reader, filter),
  }
}
