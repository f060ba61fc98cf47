import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { EventCategory as Category, type Event as EventMessage } from '../../../../gen/peermetrics/call/v1/event_pb.js'
import type { CallEvent, EventCategory } from '../../model/call.ts'
import { optionalMs } from './time.ts'

const categories: Record<Category, EventCategory> = {
  [Category.UNSPECIFIED]: 'unknown',
  [Category.BROWSER]: 'browser',
  [Category.GET_USER_MEDIA]: 'getUserMedia',
  [Category.CONNECTION]: 'connection',
  [Category.TRACK]: 'track',
  [Category.STATS]: 'stats',
}

export const toEvent = (event: EventMessage): CallEvent => ({
  id: event.id,
  category: categories[event.category] ?? 'unknown',
  type: event.type,
  at: optionalMs(event.eventTime) ?? 0,
  personId: event.participantId,
  sessionId: event.sessionId,
  peerId: event.peerId,
  connectionId: event.connectionId,
  data: event.data ? toJson(ValueSchema, event.data) : undefined,
})
