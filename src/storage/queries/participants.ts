import type { ScopedReader } from '../access/scoped-reader.ts'
import { Participant } from '../entities/participant.ts'
import { Conditions, containing, type InstantBounds } from './conditions.ts'
import { countRows, type Listed, listEntities, type Selection } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** Which participants are wanted; what is undefined does not matter. */
export interface ParticipantFilter {
  appId?: string | undefined
  /** That they are linked to. */
  conferenceId?: string | undefined
  externalId?: string | undefined
  /** Words in its name or external id. */
  text?: string | undefined
  created: InstantBounds
}

const selectionOf = ({ appId, conferenceId, externalId, text, created }: ParticipantFilter): Selection => ({
  where: new Conditions()
    .equal({ app_id: appId, external_id: externalId })
    .add(conferenceId, id => `id in (select participant_id from conference_participant where conference_id = ${id})`)
    .add(
      text === undefined ? undefined : containing(text),
      pattern => `(name ilike ${pattern} or external_id ilike ${pattern})`,
    )
    .within('created_at', created),
  apps: (appId ?? conferenceId) ? undefined : 'true',
})

export const readParticipants = (
  reader: ScopedReader,
  filter: ParticipantFilter,
  pageQuery: PageQuery,
): Promise<Listed<Participant>[]> =>
  listEntities(reader, { entity: Participant, table: 'participant' }, selectionOf(filter), pageQuery)

export const countParticipants = (reader: ScopedReader, filter: ParticipantFilter): Promise<number> =>
  countRows(reader, 'participant', selectionOf(filter))
