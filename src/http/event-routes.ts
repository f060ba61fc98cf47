import type { z } from 'zod'
import type { EventCategory } from '../domain/call/event.ts'
import { eventObject } from '../presentation/objects.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import { eventList } from '../services/query/events.ts'
import { findConference } from '../services/query/find.ts'
import * as answers from './answers.ts'
import { listAnswer } from './list-answer.ts'
import * as queries from './queries.ts'
import { createdBounds } from './queries.ts'
import { type PrivateRoute, type RouteRequest, reading } from './route.ts'

/** The routes that read events; all but the first by their category. */
export const eventRoutes: readonly PrivateRoute[] = [
  reading({
    method: 'GET',
    path: '/conferences/:id/events',
    summary: 'Lists the events of a call.',
    query: queries.conferenceEventsQuery,
    answer: answers.listOf(answers.event),
    errors: ['conference_not_found'],
    access: rules.listConferenceEvents,
    handle: listConferenceEvents,
  }),
  eventsOf('getUserMedia', '/events/get-user-media', 'Lists calls of getUserMedia and getDisplayMedia.'),
  eventsOf('browser', '/events/browser', 'Lists events of pages.'),
  eventsOf('connection', '/connection', 'Lists events of connections.'),
  eventsOf('stats', '/stats', 'Lists stats: one event for each track of a report and one for its connection.'),
]

/** `type=stats` only those, `type=-stats` all but those. */
const typesOf = (type: string | undefined) => (type?.startsWith('-') ? { excludedType: type.slice(1) } : { type })

type ConferenceEventsQuery = z.infer<typeof queries.conferenceEventsQuery>

async function listConferenceEvents(context: ReadContext, { parameters, query }: RouteRequest<ConferenceEventsQuery>) {
  const { id } = await findConference(context, parameters['id'])
  const list = await eventList(context, { conferenceId: id, ...typesOf(query.type), happened: {} })
  return await listAnswer(query, list, eventObject)
}

function eventsOf(category: EventCategory, path: string, summary: string): PrivateRoute {
  return reading({
    method: 'GET',
    path,
    summary,
    query: queries.eventsQuery,
    answer: answers.listOf(answers.event),
    errors: ['conference_not_found', 'participant_not_found'],
    access: rules.listEvents,
    handle: async (context: ReadContext, { query }) => {
      const { conferenceId, participantId, type } = query
      const happened = createdBounds(query)
      const list = await eventList(context, { conferenceId, participantId, category, ...typesOf(type), happened })
      return await listAnswer(query, list, eventObject)
    },
  })
}
