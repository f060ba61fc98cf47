import type { EventCategory } from '../domain/call/event.ts'
import { eventObject } from '../presentation/objects.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import { eventList } from '../services/query/events.ts'
import { findConference } from '../services/query/find.ts'
import { listAnswer } from './list-answer.ts'
import { createdBounds, textOf } from './query-parameters.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** The routes that read events; all but the first by their category. */
export const eventRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/conferences/:id/events', access: rules.listConferenceEvents, handle: listConferenceEvents },
  { method: 'GET', path: '/events/get-user-media', access: rules.listEvents, handle: listEventsOf('getUserMedia') },
  { method: 'GET', path: '/events/browser', access: rules.listEvents, handle: listEventsOf('browser') },
  { method: 'GET', path: '/connection', access: rules.listEvents, handle: listEventsOf('connection') },
  { method: 'GET', path: '/stats', access: rules.listEvents, handle: listEventsOf('stats') },
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
