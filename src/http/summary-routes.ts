import type { z } from 'zod'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import * as rollUps from '../services/query/roll-ups.ts'
import { search } from '../services/query/search.ts'
import * as answers from './answers.ts'
import * as queries from './queries.ts'
import { type PrivateRoute, type RouteRequest, reading } from './route.ts'

/** The routes behind the charts and the search field of a dashboard. */
export const summaryRoutes: readonly PrivateRoute[] = [
  rollUp('/conferences/summary', 'Counts calls by day and how they went.', {
    answer: answers.outcomesAnswer,
    access: rules.getConferenceOutcomeSummary,
    handle: getOutcomes,
  }),
  rollUp('/conferences/duration-summary', 'Counts calls by duration.', {
    answer: answers.durationsAnswer,
    access: rules.getConferenceDurationSummary,
    handle: getDurations,
  }),
  rollUp('/conferences/participant-count-summary', 'Counts calls by number of participants.', {
    answer: answers.participantCountsAnswer,
    access: rules.getParticipantCountSummary,
    handle: getParticipantCounts,
  }),
  rollUp('/issues/summary', 'Counts issues by code, most frequent first.', {
    answer: answers.issueCountsAnswer,
    access: rules.getIssueSummary,
    handle: getIssueCounts,
  }),
  rollUp('/issues/gum-summary', 'Counts failures of getUserMedia and getDisplayMedia by error.', {
    answer: answers.mediaErrorsAnswer,
    access: rules.getUserMediaErrorSummary,
    handle: getMediaErrors,
  }),
  rollUp('/connections/summary', 'Counts direct and relayed connections.', {
    answer: answers.pathsAnswer,
    access: rules.getConnectionTypeSummary,
    handle: getPaths,
  }),
  rollUp('/connections/setup-time-summary', 'Counts connections by setup time.', {
    answer: answers.setupTimesAnswer,
    access: rules.getConnectionSetupTimeSummary,
    handle: getSetupTimes,
  }),
  rollUp('/sessions/summary', 'Counts sessions by browser, operating system, country and city.', {
    answer: answers.originsAnswer,
    access: rules.getSessionSummary,
    handle: getOrigins,
  }),
  reading({
    method: 'GET',
    path: '/search',
    summary: 'Finds the five calls, participants, apps and organizations whose name or id is most like some words.',
    query: queries.searchQuery,
    answer: answers.matchesAnswer,
    access: rules.search,
    handle: getMatches,
  }),
]

type RollUpRequest = RouteRequest<z.infer<typeof queries.rollUpQuery>>

/** A line of the route table that counts what an app has. */
function rollUp(
  path: string,
  summary: string,
  line: Pick<PrivateRoute, 'answer' | 'access'> & {
    handle: (context: ReadContext, request: RollUpRequest) => Promise<unknown>
  },
): PrivateRoute {
  return reading({ method: 'GET', path, summary, query: queries.rollUpQuery, ...line })
}

function wantedOf({ query }: RollUpRequest): rollUps.RollUpQuery {
  return { appId: query.appId, created: { from: query.created_at_gte, until: query.created_at_lte } }
}

async function getOutcomes(context: ReadContext, request: RollUpRequest) {
  const days = await rollUps.outcomeSummary(context, wantedOf(request))
  return { data: days.map(({ start: _, ...day }) => day) }
}

async function getDurations(context: ReadContext, request: RollUpRequest) {
  const ranges = await rollUps.durationSummary(context, wantedOf(request))
  return { data: ranges.map(({ label, from, to, count }) => ({ range: label, min_sec: from, max_sec: to, count })) }
}

async function getParticipantCounts(context: ReadContext, request: RollUpRequest) {
  const data = await rollUps.participantCountSummary(context, wantedOf(request))
  return { data, total_conferences: data.reduce((sum, { conferences }) => sum + conferences, 0) }
}

async function getIssueCounts(context: ReadContext, request: RollUpRequest) {
  const issues = await rollUps.issueSummary(context, wantedOf(request))
  return { data: issues.map(({ code, title, count }) => ({ code, title, count })) }
}

async function getMediaErrors(context: ReadContext, request: RollUpRequest) {
  const errors = await rollUps.mediaErrorSummary(context, wantedOf(request))
  return {
    data: errors.map(({ name, message, count }) => ({ name: name ?? 'Unknown', message: message ?? '', count })),
    total: errors.reduce((sum, { count }) => sum + count, 0),
  }
}

async function getPaths(context: ReadContext, request: RollUpRequest) {
  const { direct, relayed } = await rollUps.pathSummary(context, wantedOf(request))
  return {
    data: [
      { name: 'Direct', count: direct },
      { name: 'Relayed', count: relayed },
    ],
  }
}

async function getSetupTimes(context: ReadContext, request: RollUpRequest) {
  const ranges = await rollUps.setupTimeSummary(context, wantedOf(request))
  return {
    data: ranges.map(({ label, from, to, count, conferenceIds }) => {
      return { range: label, min_ms: from, max_ms: to, count, conference_ids: conferenceIds }
    }),
  }
}

async function getOrigins(context: ReadContext, request: RollUpRequest) {
  const { browsers, operatingSystems, countries, cities } = await rollUps.originSummary(context, wantedOf(request))
  const named = ({ name, count }: { name: string; count: number }) => ({ name, count })
  return {
    browsers: browsers.map(named),
    os: operatingSystems.map(named),
    countries: countries.map(({ name, count }) => ({ code: name, count })),
    cities: cities.map(({ name, latitude, longitude, count }) => ({ city: name, latitude, longitude, count })),
  }
}

async function getMatches(context: ReadContext, { query }: RouteRequest<z.infer<typeof queries.searchQuery>>) {
  const found = await search(context, { words: query.query })
  return {
    // What is found by its id only is none of the kinds that readers of this route know.
    matches: found
      .filter(({ conferenceId }) => conferenceId === null)
      .map(({ kind, name, externalId, urlPath }) => {
        return { name, id: externalId ?? '', url: urlPath, type: kind }
      }),
  }
}
