import type { EventCategory } from '../domain/call/event.ts'
import { eventObject } from '../presentation/objects.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { eventList } from '../services/query/events.ts'
import { findConference } from '../services/query/find.ts'
import { listAnswer } from './list-answer.ts'
import { createdBounds, textOf } from './query-parameters.ts'
import { readAccess as access, type PrivateRoute, type RouteRequest } from './route.ts'

/** The routes that read events; all but the first by their category. */
export const eventRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/conferences/:id/events', access, handle: listConferenceEvents },
  { method: 'GET', path: '/events/get-user-media', access, handle: listEventsOf('getUserMedia') },
  { method: 'GET', path: '/events/browser', access, handle: listEventsOf('browser') },
  { method: 'GET', path: '/connection', access, handle: listEventsOf('connection') },
  { method: 'GET', path: '/stats', access, handle: listEventsOf('stats') },
]

/** `type=stats` only those, `type=-stats` all but those. */
function typesOf(query: URLSearchParams) {
  const type = textOf(query, 'type')
  return type?.startsWith('-') ? { excludedType: type.slice(1) } : { type }
}

async function listConferenceEvents(context: ReadContext, { parameters, query }: RouteRequest) {
  const { id } = await findConference(context, parameters['id'])
  const list = await eventList(context, { conferenceId: id, ...typesOf(query), happened: {} })
  return await listAnswer(query, list, eventObject)
}

function listEventsOf(category: EventCategory) {
  return async (context: ReadContext, { query }: RouteRequest) => {
    const list = await eventList(context, {
      conferenceId: textOf(query, 'conferenceId'),
      participantId: textOf(query, 'participantId'),
      category,
      ...typesOf(query),
      happened: createdBounds(query),
    })
    return await listAnswer(query, list, eventObject)
  }
}
