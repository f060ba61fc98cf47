import { Conditions, type InstantBounds } from './conditions.ts'

/** What is counted: what was created in an app, in a span of time. */
export interface RollUpFilter {
  appId: string
  created: InstantBounds
}

export const rollUpConditions = ({ appId, created }: RollUpFilter): Conditions =>
  new Conditions().equal({ app_id: appId }).within('created_at', created)
