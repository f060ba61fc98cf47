import {
  conferenceObject,
  connectionObject,
  issueObject,
  participantObject,
  sessionBriefObject,
  sessionObject,
  snapshotObject,
} from '../presentation/objects.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import { connectionList, issueList, participantList } from '../services/query/call-lists.ts'
import { conferenceList, getConference } from '../services/query/conferences.ts'
import { getConnection, getIssue, getParticipant } from '../services/query/find.ts'
import { getGraphs } from '../services/query/graphs.ts'
import { getSession, sessionList } from '../services/query/sessions.ts'
import { listAnswer, wholeList } from './list-answer.ts'
import { createdBounds, hasBounds, numberOf, requireSome, textOf } from './query-parameters.ts'
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

/** @throws DomainError missing_parameters without any of the three ids */
function requiredSubjectOf(query: URLSearchParams) {
  const subject = subjectOf(query)
  requireSome(subject)
  return subject
}

async function listConferences(context: ReadContext, { query }: RouteRequest) {
  const ids = textOf(query, 'conference_ids')?.split(',').filter(Boolean)
  const created = createdBounds(query)
  const issueCode = textOf(query, 'issue_code')
  const wanted = {
    appId: textOf(query, 'appId'),
    participantId: textOf(query, 'participantId'),
    ids: ids?.length ? ids : undefined,
    minDuration: numberOf(query, 'duration_gte'),
    maxDuration: numberOf(query, 'duration_lt'),
  }
  requireSome({ ...wanted, issueCode, created: hasBounds(created) || undefined })
  const list = conferenceList(context, { ...wanted, issueCodes: issueCode ? [issueCode] : [], created })
  return await listAnswer(query, list, row => ({
    ...conferenceObject(row.conference),
    has_errors: row.errorCount > 0,
    has_warnings: row.warningCount > 0,
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
  requireSome({ appId, conferenceId })
  const list = participantList(context, { appId, conferenceId, created: createdBounds(query) })
  return await listAnswer(query, list, participantObject)
}

async function getParticipantById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: participantObject(await getParticipant(context, parameters['id'])) }
}

async function listSessions(context: ReadContext, { query }: RouteRequest) {
  const list = await sessionList(context, { ...requiredSubjectOf(query), created: {} })
  return await listAnswer(query, list, ({ session, issueIds }) => ({
    ...sessionBriefObject(session),
    issues: issueIds,
  }))
}

async function getSessionById(context: ReadContext, { parameters }: RouteRequest) {
  const { session, issueIds } = await getSession(context, parameters['id'])
  return { data: { ...sessionObject(session), issues: issueIds } }
}

async function listConnections(context: ReadContext, { query }: RouteRequest) {
  const list = connectionList(context, { ...requiredSubjectOf(query), created: createdBounds(query) })
  return wholeList(list, connectionObject)
}

async function getConnectionById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: connectionObject(await getConnection(context, parameters['id'])) }
}

async function listIssues(context: ReadContext, { query }: RouteRequest) {
  return wholeList(issueList(context, { ...requiredSubjectOf(query), created: createdBounds(query) }), issueObject)
}

async function getIssueById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: issueObject(await getIssue(context, parameters['id'])) }
}
