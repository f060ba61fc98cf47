import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import type { WatchConferenceResponse } from '../../gen/peermetrics/query/v1/streams_pb.js'
import { type ShownItem, watchConference as watch } from '../services/watch/watch-conference.ts'
import { conferenceMessage } from './convert/conference.ts'
import { connectionMessage } from './convert/connection.ts'
import { eventMessage } from './convert/event.ts'
import { issueMessage } from './convert/issue.ts'
import { participantMessage } from './convert/participant.ts'
import { sessionMessage } from './convert/session.ts'
import { trackMessage } from './convert/track.ts'
import { callerContextOf } from './request-context.ts'

export const watchConference: ServiceImpl<typeof QueryService>['watchConference'] = async function* (request, call) {
  const { conferenceId, position, excludedType, omitEventData } = request
  const input = {
    conferenceId,
    position: position || undefined,
    excludedType: excludedType || undefined,
    omitEventData,
  }
  for await (const message of watch(callerContextOf(call), input, call.signal)) {
    yield message.item ? { position: message.position, change: changeOf(message.item) } : message
  }
  call.signal.throwIfAborted()
}

function changeOf(item: ShownItem): WatchConferenceResponse['change'] {
  switch (item.kind) {
    case 'event':
      return { case: 'event', value: eventMessage(item.event) }
    case 'issue':
      return { case: 'issue', value: issueMessage(item.issue) }
    case 'conference':
      return { case: 'conference', value: conferenceMessage(item.conference) }
    case 'participant':
      return { case: 'participant', value: participantMessage(item.participant) }
    case 'session':
      return { case: 'session', value: sessionMessage(item.session, item.issueIds) }
    case 'connection':
      return { case: 'connection', value: connectionMessage(item.connection) }
    case 'track':
      return { case: 'track', value: trackMessage(item.track) }
  }
}
