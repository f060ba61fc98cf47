import { create } from '@bufbuild/protobuf'
import { EventCategory as Category, EventSchema } from '../../../gen/peermetrics/call/v1/event_pb.js'
import type { EventCategory } from '../../domain/call/event.ts'
import { invalid } from '../../domain/values/errors.ts'
import type { ShownEvent } from '../../services/query/split-event.ts'
import { instantField, valueField } from './fields.ts'

const categories: Record<EventCategory, Category> = {
  browser: Category.BROWSER,
  getUserMedia: Category.GET_USER_MEDIA,
  connection: Category.CONNECTION,
  track: Category.TRACK,
  stats: Category.STATS,
}

/** The stored event as the RPCs show it. */
export const eventMessage = (event: ShownEvent) =>
  create(EventSchema, {
    id: event.id,
    appId: event.appId,
    conferenceId: event.conferenceId,
    participantId: event.participantId,
    sessionId: event.sessionId,
    peerId: event.peerId ?? undefined,
    connectionId: event.connectionId ?? undefined,
    trackId: event.trackId ?? undefined,
    category: categories[event.category],
    type: event.type,
    data: valueField(event.data),
    eventTime: instantField(event.createdAt),
    dataOmitted: event.dataOmitted ?? false,
  })

/** The category of a filter; undefined: any. @throws DomainError invalid_parameters for a number without a name */
export function eventCategory(category: Category): EventCategory | undefined {
  if (category === Category.UNSPECIFIED) return undefined
  const found = Object.entries(categories).find(([, number]) => number === category)
  if (!found) throw invalid('category is not known', { field: 'category' })
  return found[0] as EventCategory
}
