import { Conditions, type InstantBounds } from './conditions.ts'
import type { Selection } from './list-rows.ts'

/** Which sessions, connections or issues are wanted; what is undefined does not matter. */
export interface CallPartFilter {
  conferenceId?: string | undefined
  participantId?: string | undefined
  appId?: string | undefined
  created: InstantBounds
}

export const callPartSelection = ({ conferenceId, participantId, appId, created }: CallPartFilter): Selection => ({
  where: new Conditions()
    .equal({ conference_id: conferenceId, participant_id: participantId, app_id: appId })
    .within('created_at', created),
  apps: (conferenceId ?? participantId ?? appId) ? undefined : 'true',
})
