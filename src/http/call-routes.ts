import type { z } from 'zod'
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
import * as answers from './answers.ts'
import { listAnswer, wholeList } from './list-answer.ts'
import * as queries from './queries.ts'
import { createdBounds } from './queries.ts'
import { type PrivateRoute, type RouteRequest, reading } from './route.ts'

/** The routes that read calls and what is in them. */
export const callRoutes: readonly PrivateRoute[] = [
  reading({
    method: 'GET',
    path: '/conferences',
    summary: 'Lists calls.',
    query: queries.conferencesQuery,
    answer: answers.listOf(answers.conferenceRow),
    access: rules.listConferences,
    handle: listConferences,
  }),
  {
    method: 'GET',
    path: '/conferences/:id',
    summary: 'Reads a call.',
    answer: answers.dataOf(answers.conference),
    errors: ['conference_not_found'],
    access: rules.getConference,
    handle: getConferenceById,
  },
  {
    method: 'GET',
    path: '/conferences/:id/graphs',
    summary: 'Reads what the graphs of an ended call are drawn from.',
    answer: answers.graphsAnswer,
    errors: ['conference_not_found'],
    access: rules.getConferenceSummary,
    handle: getConferenceGraphs,
  },
  reading({
    method: 'GET',
    path: '/participants',
    summary: 'Lists participants.',
    query: queries.participantsQuery,
    answer: answers.listOf(answers.participant),
    access: rules.listParticipants,
    handle: listParticipants,
  }),
  {
    method: 'GET',
    path: '/participants/:id',
    summary: 'Reads a participant.',
    answer: answers.dataOf(answers.participant),
    errors: ['participant_not_found'],
    access: rules.getParticipant,
    handle: getParticipantById,
  },
  reading({
    method: 'GET',
    path: '/sessions',
    summary: 'Lists sessions of the last 30 days.',
    query: queries.sessionsQuery,
    answer: answers.listOf(answers.sessionRow),
    errors: ['conference_not_found', 'participant_not_found', 'app_not_found'],
    access: rules.listSessions,
    handle: listSessions,
  }),
  {
    method: 'GET',
    path: '/sessions/:id',
    summary: 'Reads a session.',
    answer: answers.dataOf(answers.session),
    errors: ['session_not_found'],
    access: rules.getSession,
    handle: getSessionById,
  },
  reading({
    method: 'GET',
    path: '/connections',
    summary: 'Lists connections.',
    query: queries.subjectQuery,
    answer: answers.wholeListOf(answers.connection),
    access: rules.listConnections,
    handle: listConnections,
  }),
  {
    method: 'GET',
    path: '/connections/:id',
    summary: 'Reads a connection.',
    answer: answers.dataOf(answers.connection),
    errors: ['connection_not_found'],
    access: rules.getConnection,
    handle: getConnectionById,
  },
  reading({
    method: 'GET',
    path: '/issues',
    summary: 'Lists issues.',
    query: queries.subjectQuery,
    answer: answers.wholeListOf(answers.issue),
    access: rules.listIssues,
    handle: listIssues,
  }),
  {
    method: 'GET',
    path: '/issues/:id',
    summary: 'Reads an issue.',
    answer: answers.dataOf(answers.issue),
    errors: ['issue_not_found'],
    access: rules.getIssue,
    handle: getIssueById,
  },
]

type ConferencesQuery = z.infer<typeof queries.conferencesQuery>

async function listConferences(context: ReadContext, { query }: RouteRequest<ConferencesQuery>) {
  const list = conferenceList(context, {
    appId: query.appId,
    participantId: query.participantId,
    ids: query.conference_ids,
    minDuration: query.duration_gte,
    maxDuration: query.duration_lt,
    issueCodes: query.issue_code ? [query.issue_code] : [],
    created: createdBounds(query),
  })
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

type ParticipantsQuery = z.infer<typeof queries.participantsQuery>

async function listParticipants(context: ReadContext, { query }: RouteRequest<ParticipantsQuery>) {
  const { appId, conferenceId } = query
  const list = participantList(context, { appId, conferenceId, created: createdBounds(query) })
  return await listAnswer(query, list, participantObject)
}

async function getParticipantById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: participantObject(await getParticipant(context, parameters['id'])) }
}

async function listSessions(context: ReadContext, { query }: RouteRequest<z.infer<typeof queries.sessionsQuery>>) {
  const { conferenceId, participantId, appId } = query
  const list = await sessionList(context, { conferenceId, participantId, appId, created: {} })
  return await listAnswer(query, list, ({ session, issueIds }) => ({
    ...sessionBriefObject(session),
    issues: issueIds,
  }))
}

async function getSessionById(context: ReadContext, { parameters }: RouteRequest) {
  const { session, issueIds } = await getSession(context, parameters['id'])
  return { data: { ...sessionObject(session), issues: issueIds } }
}

type SubjectQuery = z.infer<typeof queries.subjectQuery>

const subjectOf = ({ conferenceId, participantId, appId, ...created }: SubjectQuery) => ({
  conferenceId,
  participantId,
  appId,
  created: createdBounds(created),
})

async function listConnections(context: ReadContext, { query }: RouteRequest<SubjectQuery>) {
  return wholeList(connectionList(context, subjectOf(query)), connectionObject)
}

async function getConnectionById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: connectionObject(await getConnection(context, parameters['id'])) }
}

async function listIssues(context: ReadContext, { query }: RouteRequest<SubjectQuery>) {
  return wholeList(issueList(context, subjectOf(query)), issueObject)
}

async function getIssueById(context: ReadContext, { parameters }: RouteRequest) {
  return { data: issueObject(await getIssue(context, parameters['id'])) }
}
