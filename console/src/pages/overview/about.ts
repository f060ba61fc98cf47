import type { CallsView } from '../../model/calls-view.ts'
import type { BucketName } from '../../model/roll-ups/time-columns.ts'

/** Which calls the cards are about. */
export interface About {
  appId: string
  /** With its period. */
  view: CallsView
  /** Period, ms since the epoch. */
  from: number
  to: number
  bucket: BucketName
}
