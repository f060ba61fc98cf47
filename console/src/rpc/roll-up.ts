import { keepPreviousData } from '@tanstack/react-query'
import { Bucket } from '../../../gen/peermetrics/query/v1/roll_ups_pb.js'
import type { CallsView } from '../model/calls-view.ts'
import type { BucketName } from '../model/roll-ups/time-columns.ts'
import { toConferenceFilter } from './convert/filter.ts'
import { toTimestamp } from './convert/time.ts'

/** Which calls of an app are counted. */
export interface CountedCalls {
  appId: string
  view: CallsView
  /** ms since the epoch. */
  from: number
  to: number
}

/** How often counts that are looked at are asked for again, ms. */
const REFRESH_MS = 60_000

export const rollUpRequest = ({ appId, view, from, to }: CountedCalls) => ({
  appId,
  createTimeRange: { startTime: toTimestamp(from), endTime: toTimestamp(to) },
  filter: toConferenceFilter(view),
})

/** The same by day or hour of the reader's zone. */
export const timedRequest = (calls: CountedCalls & { bucket: BucketName }) => ({
  ...rollUpRequest(calls),
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  bucket: calls.bucket === 'hour' ? Bucket.HOUR : Bucket.DAY,
})

/** The period moves with the clock: what was asked for a minute ago is shown until the next answer is there. */
export const rollUpOptions = (isAsked: boolean) => ({
  enabled: isAsked,
  placeholderData: keepPreviousData,
  staleTime: REFRESH_MS,
})
