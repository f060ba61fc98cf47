import type { Participant } from '../../storage/entities/participant.ts'
import { type ParticipantActivity, readActivities } from '../../storage/queries/participant-activities.ts'
import type { ReadContext } from '../access/caller-context.ts'

/** What some participants did in the calls that are stored, in their order. */
export async function participantActivities(
  { reader }: ReadContext,
  participants: readonly Participant[],
): Promise<(ParticipantActivity | undefined)[]> {
  const activities = await readActivities(
    reader,
    participants.map(({ id }) => id),
  )
  return participants.map(({ id }) => activities.get(id))
}
