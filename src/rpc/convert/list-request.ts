import type { Duration, Timestamp } from '@bufbuild/protobuf/wkt'
import { durationMs } from '@bufbuild/protobuf/wkt'
import type { ConferenceFilter as ConferenceFilterMessage } from '../../../gen/peermetrics/query/v1/conference_filter_pb.js'
import { SortKey } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import { Order, type TimeRange } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { Bucket } from '../../../gen/peermetrics/query/v1/roll_ups_pb.js'
import { invalid } from '../../domain/values/errors.ts'
import { instantText } from '../../domain/values/instant.ts'
import type { PageRequest } from '../../services/query/lists.ts'
import type { RollUpQuery } from '../../services/query/roll-ups.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'
import type { Buckets } from '../../storage/queries/conference-roll-ups.ts'
import { conferenceFilterOf } from './conference-filter.ts'

/** Page of a list request. @throws DomainError invalid_parameters for an order that is not known */
export function pageRequest(request: { pageSize: number; pageToken: string; order?: Order }): PageRequest {
  const order = orderOf(request.order ?? Order.UNSPECIFIED)
  return { size: request.pageSize, token: request.pageToken, order }
}

function orderOf(order: Order): PageRequest['order'] {
  switch (order) {
    case Order.UNSPECIFIED:
    case Order.OLDEST_FIRST:
      return 'oldest_first'
    case Order.NEWEST_FIRST:
      return 'newest_first'
    default:
      throw invalid('order is not known', { field: 'order' })
  }
}

/** Sort key of conferences. @throws DomainError invalid_parameters for a key that is not known */
export function sortOf(key: SortKey): PageRequest['sort'] {
  switch (key) {
    case SortKey.UNSPECIFIED:
    case SortKey.CREATE_TIME:
      return undefined
    case SortKey.DURATION:
      return 'duration'
    default:
      throw invalid('sort_key is not known', { field: 'sort_key' })
  }
}

/** The bounds of a range. @throws DomainError invalid_parameters when it ends before it starts */
export function boundsOf(range: TimeRange | undefined): InstantBounds {
  const from = instantOf(range?.startTime, 'start_time')
  const before = instantOf(range?.endTime, 'end_time')
  if (from !== undefined && before !== undefined && from > before)
    throw invalid('the range ends before it starts', { field: 'end_time' })
  return { ...(from === undefined ? {} : { from }), ...(before === undefined ? {} : { before }) }
}

function instantOf(timestamp: Timestamp | undefined, field: string): string | undefined {
  if (!timestamp) return undefined
  const text = instantText(Number(timestamp.seconds), timestamp.nanos)
  if (text === undefined || timestamp.nanos < 0 || timestamp.nanos >= 1e9)
    throw invalid(`${field} is out of range`, { field })
  return text
}

/** Seconds; undefined: no bound. */
export const secondsOf = (duration: Duration | undefined): number | undefined =>
  duration ? durationMs(duration) / 1000 : undefined

/** Filter of a request for sessions, connections or issues. @throws DomainError invalid_parameters */
export const subjectOf = (request: {
  conferenceId: string
  participantId: string
  appId: string
  createTimeRange?: TimeRange | undefined
}): CallPartFilter => ({
  conferenceId: request.conferenceId,
  participantId: request.participantId,
  appId: request.appId,
  created: boundsOf(request.createTimeRange),
})

/** Filter of a request for a roll-up. @throws DomainError invalid_parameters */
export const wantedRollUp = (request: {
  appId: string
  createTimeRange?: TimeRange | undefined
  filter?: ConferenceFilterMessage | undefined
}): RollUpQuery => ({
  appId: request.appId,
  created: boundsOf(request.createTimeRange),
  conference: conferenceFilterOf(request.filter),
})

/** The spans of time that a request counts in. @throws DomainError invalid_parameters */
export function bucketsOf({ bucket, timeZone }: { bucket: Bucket; timeZone: string }): Buckets {
  if (bucket > Bucket.HOUR || bucket < 0) throw invalid('bucket is not known', { field: 'bucket' })
  return { length: bucket === Bucket.HOUR ? 'hour' : 'day', timeZone: timeZone || 'UTC' }
}
