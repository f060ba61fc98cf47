import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { connectionList, issueList, participantList, trackList } from '../services/query/call-lists.ts'
import { conferenceList, getConference } from '../services/query/conferences.ts'
import { getConnection, getIssue, getParticipant, getTrack } from '../services/query/find.ts'
import { getGraphs } from '../services/query/graphs.ts'
import { readPage } from '../services/query/lists.ts'
import { participantActivities } from '../services/query/participant-activities.ts'
import { search } from '../services/query/search.ts'
import { getSession, sessionList } from '../services/query/sessions.ts'
import { conferenceMessage, conferenceRowMessage } from './convert/conference.ts'
import { conferenceFilterOf } from './convert/conference-filter.ts'
import { connectionMessage } from './convert/connection.ts'
import { issueMessage } from './convert/issue.ts'
import { boundsOf, pageRequest, secondsOf, sortOf, subjectOf } from './convert/list-request.ts'
import { participantMessage } from './convert/participant.ts'
import { searchMatchMessage } from './convert/search.ts'
import { sessionMessage } from './convert/session.ts'
import { ongoingMessage, summaryMessage } from './convert/summary.ts'
import { directionOf, trackMessage } from './convert/track.ts'
import { verdictMessage } from './convert/verdict.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs that read calls and what is in them. */
export const queryCalls = {
  async getConference(request, call) {
    requireFields(request, 'conferenceId')
    const { conference, ...ids } = await getConference(callerContextOf(call), request.conferenceId)
    return { conference: conferenceMessage(conference), ...ids, verdict: verdictMessage(conference.verdict) }
  },

  async listConferences(request, call) {
    const context = callerContextOf(call)
    const list = conferenceList(context, {
      ...conferenceFilterOf(request.filter),
      appId: request.appId || undefined,
      organizationId: request.organizationId || undefined,
      externalId: request.externalId || undefined,
      participantId: request.participantId || undefined,
      ids: request.conferenceIds.length > 0 ? request.conferenceIds : undefined,
      minDuration: secondsOf(request.minDuration),
      maxDuration: secondsOf(request.maxDuration),
      created: boundsOf(request.createTimeRange),
      issueCodes: [request.issueCode, request.filter?.issueCode ?? ''],
    })
    const page = { ...pageRequest(request), sort: sortOf(request.sortKey) }
    const { rows, nextToken } = await readPage(context, list, page)
    const verdicts = await list.participantVerdicts(rows.map(({ conference }) => conference))
    return {
      rows: rows.map(row => conferenceRowMessage(row, verdicts.get(row.conference.id))),
      nextPageToken: nextToken,
      totalCount: request.withTotalCount ? BigInt(await list.countSome()) : undefined,
    }
  },

  async getConferenceSummary(request, call) {
    requireFields(request, 'conferenceId')
    const wanted = { snapshots: !request.omitSnapshots }
    const graphs = await getGraphs(callerContextOf(call), request.conferenceId, wanted)
    switch (graphs.state) {
      case 'ongoing':
        return { progress: { case: 'ongoing', value: ongoingMessage(graphs.soFar) } }
      case 'building':
        return { progress: { case: 'building', value: {} } }
      case 'done':
        return {
          progress: { case: 'summary', value: summaryMessage(request.conferenceId.toLowerCase(), graphs.summary) },
        }
    }
  },

  async getParticipant(request, call) {
    requireFields(request, 'participantId')
    const context = callerContextOf(call)
    const participant = await getParticipant(context, request.participantId)
    const [activity] = await participantActivities(context, [participant])
    return { participant: participantMessage(participant, activity) }
  },

  async listParticipants(request, call) {
    const context = callerContextOf(call)
    const { appId, conferenceId, externalId, query: text } = request
    const created = boundsOf(request.createTimeRange)
    const list = participantList(context, { appId, conferenceId, externalId, text, created })
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    const activities = request.withActivities ? await participantActivities(context, rows) : []
    return {
      participants: rows.map((row, index) => participantMessage(row, activities[index])),
      nextPageToken: nextToken,
    }
  },

  async getSession(request, call) {
    requireFields(request, 'sessionId')
    const { session, issueIds } = await getSession(callerContextOf(call), request.sessionId)
    return { session: sessionMessage(session, issueIds) }
  },

  async listSessions(request, call) {
    const context = callerContextOf(call)
    const list = await sessionList(context, subjectOf(request))
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    const sessions = rows.map(({ session, issueIds }) => sessionMessage(session, issueIds))
    return { sessions, nextPageToken: nextToken }
  },

  async getConnection(request, call) {
    requireFields(request, 'connectionId')
    return { connection: connectionMessage(await getConnection(callerContextOf(call), request.connectionId)) }
  },

  async listConnections(request, call) {
    const context = callerContextOf(call)
    const list = connectionList(context, subjectOf(request))
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { connections: rows.map(connectionMessage), nextPageToken: nextToken }
  },

  async getTrack(request, call) {
    requireFields(request, 'trackId')
    return { track: trackMessage(await getTrack(callerContextOf(call), request.trackId)) }
  },

  async listTracks(request, call) {
    const context = callerContextOf(call)
    const { case: owner, value } = request.owner
    const direction = directionOf(request.direction)
    const list = trackList(context, { ...(owner ? { [owner]: value } : {}), direction })
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { tracks: rows.map(trackMessage), nextPageToken: nextToken }
  },

  async getIssue(request, call) {
    requireFields(request, 'issueId')
    return { issue: issueMessage(await getIssue(callerContextOf(call), request.issueId)) }
  },

  async listIssues(request, call) {
    const context = callerContextOf(call)
    const list = issueList(context, subjectOf(request))
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { issues: rows.map(issueMessage), nextPageToken: nextToken }
  },

  async search(request, call) {
    const { query: words, limit, appId } = request
    return { matches: (await search(callerContextOf(call), { words, limit, appId })).map(searchMatchMessage) }
  },
} satisfies Partial<ServiceImpl<typeof QueryService>>
