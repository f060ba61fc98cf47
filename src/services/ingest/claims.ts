import type { EntityManager } from '@mikro-orm/postgresql'
import {
  findOrCreateConferences,
  findOrCreateParticipants,
  type Known,
  linkParticipants,
  type Named,
  renameParticipants,
} from '../../storage/tables/conferences.ts'

/** Who joins what, as the app names both. */
export interface Claim {
  conference: Named
  participant: Named
}

export interface Claimed {
  /** As it was found, or made: its name is still to be changed. */
  conference: Known
  participantId: string
}

/**
 * Finds or makes conferences and participants, and links them. Participants get their names; conferences do not, because
 * one that is locked would keep all others waiting.
 */
export async function claimAll(em: EntityManager, claims: readonly Claim[]): Promise<Claimed[]> {
  const conferences = await findOrCreateConferences(
    em,
    claims.map(({ conference }) => conference),
  )
  const named = claims.map(({ participant }) => participant)
  const participants = await findOrCreateParticipants(em, named)
  await renameParticipants(em, named, participants)
  const claimed = participants.map(({ id }, index) => ({
    conference: conferences[index] as Known,
    participantId: id,
  }))
  await linkParticipants(
    em,
    claimed.map(({ conference, participantId }) => ({ conferenceId: conference.id, participantId })),
  )
  return claimed
}
