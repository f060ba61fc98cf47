import type { AccessRule } from '../services/access/access-rule.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { getConference, getConnection, getParticipant } from '../services/query/calls.ts'
import { getGraphs } from '../services/query/graphs.ts'
import { conferenceObject, connectionObject, participantObject } from './objects.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

const access: AccessRule = { scope: 'read', role: 'viewer' }

/** The routes of dashboards and tools that read calls. */
export const queryRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/conferences/:id', access, handle: getConferenceById },
  { method: 'GET', path: '/conferences/:id/graphs', access, handle: getConferenceGraphs },
  { method: 'GET', path: '/participants/:id', access, handle: getParticipantById },
  { method: 'GET', path: '/connections/:id', access, handle: getConnectionById },
]

async function getConferenceById(context: ReadContext, { parameters }: RouteRequest) {
  const { conference, participantIds, issueIds } = await getConference(context, parameters['id'])
  return { data: { ...conferenceObject(conference), participants: participantIds, issues: issueIds } }
}

async function getConferenceGraphs(context: ReadContext, { parameters }: RouteRequest) {
  const graphs = await getGraphs(context, parameters['id'])
  if (graphs.state === 'done') return { summary: { data: graphs.snapshots } }
  return { [graphs.state]: true }
}

async function getParticipantById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: participantObject(await getParticipant(context, parameters['id'])) }
}

async function getConnectionById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: connectionObject(await getConnection(context, parameters['id'])) }
}
