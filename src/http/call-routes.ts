import {
  conferenceObject,
  connectionObject,
  issueObject,
  participantObject,
  sessionObject,
  snapshotObject,
} from '../presentation/objects.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import { conferenceList, getConference } from '../services/query/conferences.ts'
import { connectionList } from '../services/query/connections.ts'
import { getConnection, getIssue, getParticipant } from '../services/query/find.ts'
import { getGraphs } from '../services/query/graphs.ts'
import { issueList } from '../services/query/issues.ts'
import { participantList } from '../services/query/participants.ts'
import { getSession, type SessionRow, sessionList } from '../services/query/sessions.ts'
import { listAnswer, wholeList } from './list-answer.ts'
import { createdBounds, numberOf, textOf } from './query-parameters.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** The routes that read calls and what is in them. */
export const callRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/conferences', access: rules.listConferences, handle: listConferences },
  { method: 'GET', path: '/conferences/:id', access: rules.getConference, handle: getConferenceById },
  { method: 'GET', path: '/conferences/:id/graphs', access: rules.getConferenceSummary, handle: getConferenceGraphs },
  { method: 'GET', path: '/participants', access: rules.listParticipants, handle: listParticipants },
  { method: 'GET', path: '/participants/:id', access: rules.getParticipant, handle: getParticipantById },
  { method: 'GET', path: '/sessions', access: rules.listSessions, handle: listSessions },
  { method: 'GET', path: '/sessions/:id', access: rules.getSession, handle: getSessionById },
  { method: 'GET', path: '/connections', access: rules.listConnections, handle: listConnections },
  { method: 'GET', path: '/connections/:id', access: rules.getConnection, handle: getConnectionById },
  { method: 'GET', path: '/issues', access: rules.listIssues, handle: listIssues },
  { method: 'GET', path: '/issues/:id', access: rules.getIssue, handle: getIssueById },
]

const subjectOf = (query: URLSearchParams) => ({
  conferenceId: textOf(query, 'conferenceId'),
  participantId: textOf(query, 'participantId'),
  appId: textOf(query, 'appId'),
})

async function listConferences(context: ReadContext, { query }: RouteRequest) {
  const ids = textOf(query, 'conference_ids')?.split(',').filter(Boolean)
  const list = conferenceList(context, {
    appId: textOf(query, 'appId'),
    participantId: textOf(query, 'participantId'),
    issueCode: textOf(query, 'issue_code'),
    ids: ids?.length ? ids : undefined,
    minDuration: numberOf(query, 'duration_gte'),
    maxDuration: numberOf(query, 'duration_lt'),
    created: createdBounds(query),
  })
  return await listAnswer(query, list, row => ({
    ...conferenceObject(row.conference),
    has_errors: row.hasErrors,
    has_warnings: row.hasWarnings,
    // No participants are printed as null: dashboards in the field know it so.
    participants_count: row.participantCount || null,
  }))
}

async function getConferenceById(context: ReadContext, { parameters }: RouteRequest) {
  const { conference, participantIds, issueIds } = await getConference(context, parameters['id'])
  return { data: { ...conferenceObject(conference), participants: participantIds, issues: issueIds } }
}

async function getConferenceGraphs(context: ReadContext, { parameters }: RouteRequest) {
  const graphs = await getGraphs(context, parameters['id'])
  if (graphs.state === 'done') return { summary: { data: graphs.summary.snapshots.map(snapshotObject) } }
  return { [graphs.state]: true }
}

async function listParticipants(context: ReadContext, { query }: RouteRequest) {
  const { appId, conferenceId } = subjectOf(query)
  const list = participantList(context, { appId, conferenceId, created: createdBounds(query) })
  return await listAnswer(query, list, participantObject)
}

async function getParticipantById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: participantObject(await getParticipant(context, parameters['id'])) }
}

async function listSessions(context: ReadContext, { query }: RouteRequest) {
  const list = await sessionList(context, { ...subjectOf(query), created: {} })
  return await listAnswer(query, list, row => {
    const { constraints: _, ...session } = sessionWithIssues(row)
    return session
  })
}

async function getSessionById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: sessionWithIssues(await getSession(context, parameters['id'])) }
}

const sessionWithIssues = ({ session, issueIds }: SessionRow) => ({ ...sessionObject(session), issues: issueIds })

async function listConnections(context: ReadContext, { query }: RouteRequest) {
  const list = connectionList(context, { ...subjectOf(query), created: createdBounds(query) })
  return wholeList(list, connectionObject)
}

async function getConnectionById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: connectionObject(await getConnection(context, parameters['id'])) }
}

async function listIssues(context: ReadContext, { query }: RouteRequest) {
  return wholeList(issueList(context, { ...subjectOf(query), created: createdBounds(query) }), issueObject)
}

async function getIssueById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: issueObject(await getIssue(context, parameters['id'])) }
}
