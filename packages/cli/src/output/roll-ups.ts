import { type DescMessage, type JsonValue, type MessageInitShape, type MessageShape, toJson } from '@bufbuild/protobuf'
import type { PeerMetrics } from '@peermetrics/client'
import { IssueSeverity } from '@peermetrics/client/call/v1'
import {
  GetConferenceDurationSummaryResponseSchema,
  GetConferenceOutcomeSummaryResponseSchema,
  GetConnectionSetupTimeSummaryResponseSchema,
  GetConnectionTypeSummaryResponseSchema,
  GetIssueSummaryResponseSchema,
  GetParticipantCountSummaryResponseSchema,
  GetQualitySummaryResponseSchema,
  GetSessionSummaryResponseSchema,
  GetUserMediaErrorSummaryResponseSchema,
  type TimeRangeSchema,
} from '@peermetrics/client/query/v1'
import type { RollUpName } from '../input/roll-up-names.ts'
import { enumText } from './values.ts'

type Query = PeerMetrics['query']

interface RollUpRequest {
  appId: string
  createTimeRange?: MessageInitShape<typeof TimeRangeSchema>
}

/** A row with what was counted, as cells of a table. */
export interface CountedRow {
  cells: string[]
  count: number
}

export interface RollUp {
  title: string
  /** Of the cells. */
  titles: readonly string[]
  read: (query: Query, request: RollUpRequest) => Promise<{ json: JsonValue; rows: CountedRow[] }>
}

const rollUp = <Schema extends DescMessage>(
  title: string,
  titles: readonly string[],
  schema: Schema,
  ask: (query: Query, request: RollUpRequest) => Promise<MessageShape<Schema>>,
  rowsOf: (answer: MessageShape<Schema>) => CountedRow[],
): RollUp => ({
  title,
  titles,
  read: async (query, request) => {
    const answer = await ask(query, request)
    return { json: toJson(schema, answer), rows: rowsOf(answer) }
  },
})

/** What is counted over the conferences of an app. */
export const rollUps: Record<RollUpName, RollUp> = {
  outcomes: rollUp(
    'Conferences by outcome',
    ['DAY', 'SUCCESS', 'WARNING', 'ERROR', 'ONGOING'],
    GetConferenceOutcomeSummaryResponseSchema,
    (query, request) => query.getConferenceOutcomeSummary(request),
    ({ days }) =>
      days.map(({ date, successCount, warningCount, errorCount, ongoingCount, totalCount }) => ({
        cells: [date, ...[successCount, warningCount, errorCount, ongoingCount].map(String)],
        count: totalCount,
      })),
  ),
  quality: rollUp(
    'Conferences by quality',
    ['DAY', 'GOOD', 'FAIR', 'POOR', 'BAD', 'NOT JUDGED'],
    GetQualitySummaryResponseSchema,
    (query, request) => query.getQualitySummary(request),
    ({ buckets }) =>
      buckets.map(({ date, goodCount, fairCount, poorCount, badCount, unjudgedCount }) => {
        const counts = [goodCount, fairCount, poorCount, badCount, unjudgedCount]
        return { cells: [date, ...counts.map(String)], count: counts.reduce((sum, count) => sum + count, 0) }
      }),
  ),
  durations: rollUp(
    'Conferences by duration',
    ['DURATION'],
    GetConferenceDurationSummaryResponseSchema,
    (query, request) => query.getConferenceDurationSummary(request),
    ({ buckets }) => buckets.map(({ label, conferenceCount }) => ({ cells: [label], count: conferenceCount })),
  ),
  participants: rollUp(
    'Conferences by number of participants',
    ['PARTICIPANTS'],
    GetParticipantCountSummaryResponseSchema,
    (query, request) => query.getParticipantCountSummary(request),
    ({ buckets }) =>
      buckets.map(({ participantCount, conferenceCount }) => ({
        cells: [String(participantCount)],
        count: conferenceCount,
      })),
  ),
  issues: rollUp(
    'Issues',
    ['CODE', 'SEVERITY', 'CONFERENCES', 'TITLE'],
    GetIssueSummaryResponseSchema,
    (query, request) => query.getIssueSummary(request),
    ({ issues }) =>
      issues.map(({ code, severity, conferenceCount, title, count }) => ({
        cells: [code, enumText(IssueSeverity, severity), String(conferenceCount), title],
        count,
      })),
  ),
  'media-errors': rollUp(
    'Failures to get camera or microphone',
    ['ERROR', 'MESSAGE'],
    GetUserMediaErrorSummaryResponseSchema,
    (query, request) => query.getUserMediaErrorSummary(request),
    ({ errors }) => errors.map(({ name, message, count }) => ({ cells: [name || 'without a name', message], count })),
  ),
  connections: rollUp(
    'Connections by path',
    ['PATH'],
    GetConnectionTypeSummaryResponseSchema,
    (query, request) => query.getConnectionTypeSummary(request),
    ({ directCount, relayedCount }) => [
      { cells: ['direct'], count: directCount },
      { cells: ['relayed'], count: relayedCount },
    ],
  ),
  'setup-times': rollUp(
    'Connections by time to become connected',
    ['SETUP TIME'],
    GetConnectionSetupTimeSummaryResponseSchema,
    (query, request) => query.getConnectionSetupTimeSummary(request),
    ({ buckets }) => buckets.map(({ label, connectionCount }) => ({ cells: [label], count: connectionCount })),
  ),
  sessions: rollUp(
    'Sessions by browser, operating system, version and place',
    ['BY', 'NAME'],
    GetSessionSummaryResponseSchema,
    (query, request) => query.getSessionSummary(request),
    ({ browsers, operatingSystems, appVersions, countries, cities }) => [
      ...browsers.map(({ name, sessionCount }) => ({ cells: ['browser', name], count: sessionCount })),
      ...operatingSystems.map(({ name, sessionCount }) => ({ cells: ['system', name], count: sessionCount })),
      ...appVersions.map(({ name, sessionCount }) => ({ cells: ['version', name], count: sessionCount })),
      ...countries.map(({ countryCode, sessionCount }) => ({ cells: ['country', countryCode], count: sessionCount })),
      ...cities.map(({ city, sessionCount }) => ({ cells: ['city', city], count: sessionCount })),
    ],
  ),
}
