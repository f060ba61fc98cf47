import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import type { ExportConferenceResponse } from '../../gen/peermetrics/query/v1/streams_pb.js'
import { eventList, getEvent } from '../services/query/events.ts'
import { type ExportRecord, exportConference } from '../services/query/export-conference.ts'
import { readPage } from '../services/query/lists.ts'
import { conferenceMessage } from './convert/conference.ts'
import { connectionMessage } from './convert/connection.ts'
import { eventCategory, eventMessage } from './convert/event.ts'
import { issueMessage } from './convert/issue.ts'
import { boundsOf, pageRequest } from './convert/list-request.ts'
import { participantMessage } from './convert/participant.ts'
import { sessionMessage } from './convert/session.ts'
import { summaryMessage } from './convert/summary.ts'
import { trackMessage } from './convert/track.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs that read events. */
export const queryEvents = {
  async listConferenceEvents(request, call) {
    requireFields(request, 'conferenceId')
    const context = callerContextOf(call)
    const { conferenceId, type, excludedType } = request
    const list = await eventList(context, { conferenceId, type, excludedType, happened: {} })
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { events: rows.map(eventMessage), nextPageToken: nextToken }
  },

  async getEvent(request, call) {
    requireFields(request, 'conferenceId', 'eventId')
    const { conferenceId, eventId } = request
    return { event: eventMessage(await getEvent(callerContextOf(call), conferenceId, eventId)) }
  },

  async listEvents(request, call) {
    const context = callerContextOf(call)
    const { conferenceId, participantId, sessionId, connectionId, trackId, omitData } = request
    const { type, types, excludedType, text } = request
    const list = await eventList(context, {
      ...{ conferenceId, participantId, sessionId, connectionId, trackId, omitData },
      ...{ type, types, excludedType, text },
      category: eventCategory(request.category),
      happened: boundsOf(request.eventTimeRange),
    })
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { events: rows.map(eventMessage), nextPageToken: nextToken }
  },

  async *exportConference(request, call) {
    requireFields(request, 'conferenceId')
    for await (const record of exportConference(callerContextOf(call), request.conferenceId)) {
      yield { record: exportedRecord(record) }
    }
  },
} satisfies Partial<ServiceImpl<typeof QueryService>>

function exportedRecord(record: ExportRecord): ExportConferenceResponse['record'] {
  switch (record.kind) {
    case 'conference':
      return { case: 'conference', value: conferenceMessage(record.value) }
    case 'participant':
      return { case: 'participant', value: participantMessage(record.value) }
    case 'session':
      return { case: 'session', value: sessionMessage(record.value.session, record.value.issueIds) }
    case 'connection':
      return { case: 'connection', value: connectionMessage(record.value) }
    case 'track':
      return { case: 'track', value: trackMessage(record.value) }
    case 'issue':
      return { case: 'issue', value: issueMessage(record.value) }
    case 'event':
      return { case: 'event', value: eventMessage(record.value) }
    case 'summary':
      return { case: 'summary', value: summaryMessage(record.value.conferenceId, record.value) }
  }
}
