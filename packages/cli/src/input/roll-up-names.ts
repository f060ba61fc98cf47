/** Names of the roll-ups, which are counts over the conferences of an app. */
export const rollUpNames = [
  'outcomes',
  'quality',
  'durations',
  'participants',
  'issues',
  'media-errors',
  'connections',
  'setup-times',
  'sessions',
] as const

export type RollUpName = (typeof rollUpNames)[number]
