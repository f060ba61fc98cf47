import { Conditions, type InstantBounds } from './conditions.ts'
import { addConferenceFilter, type ConferenceFilter } from './conference-filter.ts'

/** Filter of a roll-up: app, span of creation times, filter of conferences. */
export interface RollUpFilter {
  appId: string
  created: InstantBounds
  conference: ConferenceFilter
}

/** Conditions on `conference`. */
export const conferenceRollUpConditions = ({ appId, created, conference }: RollUpFilter): Conditions =>
  addConferenceFilter(new Conditions().equal({ 'conference.app_id': appId }), conference).within('created_at', created)

/** Conditions on what is in conferences. */
export function partRollUpConditions({ appId, created, conference }: RollUpFilter): Conditions {
  const where = new Conditions().equal({ app_id: appId }).within('created_at', created)
  const ofConference = addConferenceFilter(where.nested(), conference)
  if (ofConference.isEmpty) return where
  return where.raw(
    `conference_id in (select conference.id from conference where conference.app_id = ${where.bind(appId)} and ${ofConference})`,
  )
}
