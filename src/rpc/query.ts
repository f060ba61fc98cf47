import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { queryCallPage } from './query-call-page.ts'
import { queryCalls } from './query-calls.ts'
import { queryEvents } from './query-events.ts'
import { queryRollUps } from './query-roll-ups.ts'
import { watchConference } from './query-watch.ts'

/** The RPCs of reading: convert the message, call the operation, convert its result. */
export const queryService: ServiceImpl<typeof QueryService> = {
  ...queryCalls,
  ...queryEvents,
  ...queryCallPage,
  ...queryRollUps,
  watchConference,
}
