import { authenticateCaller } from '../services/caller.ts'
import type { ServiceContext } from '../services/context.ts'
import { getConference, getConnection, getParticipant } from '../services/query/calls.ts'
import { getGraphs } from '../services/query/graphs.ts'
import { conferenceObject, connectionObject, participantObject } from './objects.ts'
import type { Route, RouteRequest } from './route.ts'

/** The routes of dashboards and tools that read calls. */
export const queryRoutes: readonly Route[] = [
  { method: 'GET', path: '/conferences/:id', handle: getConferenceById },
  { method: 'GET', path: '/conferences/:id/graphs', handle: getConferenceGraphs },
  { method: 'GET', path: '/participants/:id', handle: getParticipantById },
  { method: 'GET', path: '/connections/:id', handle: getConnectionById },
]

async function getConferenceById(context: ServiceContext, { bearer, parameters }: RouteRequest) {
  const caller = authenticateCaller(context, bearer)
  const { conference, participantIds, issueIds } = await getConference(context, caller, parameters['id'] ?? '')
  return { data: { ...conferenceObject(conference), participants: participantIds, issues: issueIds } }
}

async function getConferenceGraphs(context: ServiceContext, { bearer, parameters }: RouteRequest) {
  const graphs = await getGraphs(context, authenticateCaller(context, bearer), parameters['id'] ?? '')
  if (graphs.state === 'done') return { summary: { data: graphs.snapshots } }
  return { [graphs.state]: true }
}

async function getParticipantById(context: ServiceContext, { bearer, parameters }: RouteRequest) {
  const caller = authenticateCaller(context, bearer)
  return { data: participantObject(await getParticipant(context, caller, parameters['id'] ?? '')) }
}

async function getConnectionById(context: ServiceContext, { bearer, parameters }: RouteRequest) {
  const caller = authenticateCaller(context, bearer)
  return { data: connectionObject(await getConnection(context, caller, parameters['id'] ?? '')) }
}
