import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { getConferenceTimeline } from '../services/query/conference-timeline.ts'
import { getConnectionSeries } from '../services/query/connection-series.ts'
import { instantField } from './convert/fields.ts'
import { boundsOf } from './convert/list-request.ts'
import { connectionSeriesMessage } from './convert/series.ts'
import { laneMessage } from './convert/timeline.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs that show one call over time. */
export const queryCallPage = {
  async getConferenceTimeline(request, call) {
    requireFields(request, 'conferenceId')
    const { conferenceId, participantId } = request
    const { startTime, end, lanes, ...more } = await getConferenceTimeline(callerContextOf(call), {
      conferenceId,
      participantId: participantId || undefined,
    })
    return {
      ...more,
      startTime: instantField(startTime),
      endMs: end.getTime() - startTime.getTime(),
      lanes: lanes.map(lane => laneMessage(lane, startTime)),
    }
  },

  async getConnectionSeries(request, call) {
    requireFields(request, 'conferenceId')
    const { conferenceId, connectionIds, maxPoints } = request
    const wanted = { conferenceId, connectionIds, maxPoints, ended: boundsOf(request.timeRange) }
    const { startTime, connections } = await getConnectionSeries(callerContextOf(call), wanted)
    return {
      startTime: instantField(startTime),
      connections: connections.map(series => connectionSeriesMessage(series, startTime)),
    }
  },
} satisfies Partial<ServiceImpl<typeof QueryService>>
