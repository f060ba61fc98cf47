import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type ExistingRow,
  type ExternalRef,
  findOrCreateConferences,
  findOrCreateParticipants,
  linkParticipants,
  renameParticipants,
} from '../../storage/tables/conferences.ts'

/** Request to join: participant and conference, as the app names them. */
export interface JoinRequest {
  conference: ExternalRef
  participant: ExternalRef
}

export interface Joined {
  /** As it was found, or made: its name is still to be changed. */
  conference: ExistingRow
  participantId: string
}

/**
 * Finds or makes conferences and participants, and links them. Participants get their names; conferences do not, because
 * one that is locked would keep all others waiting.
 */
export async function joinAll(em: EntityManager, requests: readonly JoinRequest[]): Promise<Joined[]> {
  const conferences = await findOrCreateConferences(
    em,
    requests.map(({ conference }) => conference),
  )
  const participantRefs = requests.map(({ participant }) => participant)
  const participants = await findOrCreateParticipants(em, participantRefs)
  await renameParticipants(em, participantRefs, participants)
  const joined = participants.map(({ id }, index) => ({
    conference: conferences[index] as ExistingRow,
    participantId: id,
  }))
  await linkParticipants(
    em,
    joined.map(({ conference, participantId }) => ({ conferenceId: conference.id, participantId })),
  )
  return joined
}
