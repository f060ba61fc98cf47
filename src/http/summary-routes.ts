import { missing } from '../domain/values/errors.ts'
import type { ReadContext } from '../services/access/caller-context.ts'
import { queryRules as rules } from '../services/access/rules.ts'
import * as rollUps from '../services/query/roll-ups.ts'
import { search } from '../services/query/search.ts'
import { createdBounds, textOf } from './query-parameters.ts'
import type { PrivateRoute, RouteRequest } from './route.ts'

/** The routes behind the charts and the search field of a dashboard. */
export const summaryRoutes: readonly PrivateRoute[] = [
  { method: 'GET', path: '/conferences/summary', access: rules.getConferenceOutcomeSummary, handle: getOutcomes },
  {
    method: 'GET',
    path: '/conferences/duration-summary',
    access: rules.getConferenceDurationSummary,
    handle: getDurations,
  },
  {
    method: 'GET',
    path: '/conferences/participant-count-summary',
    access: rules.getParticipantCountSummary,
    handle: getParticipantCounts,
  },
  { method: 'GET', path: '/issues/summary', access: rules.getIssueSummary, handle: getIssueCounts },
  { method: 'GET', path: '/issues/gum-summary', access: rules.getUserMediaErrorSummary, handle: getMediaErrors },
  { method: 'GET', path: '/connections/summary', access: rules.getConnectionTypeSummary, handle: getPaths },
  {
    method: 'GET',
    path: '/connections/setup-time-summary',
    access: rules.getConnectionSetupTimeSummary,
    handle: getSetupTimes,
  },
  { method: 'GET', path: '/sessions/summary', access: rules.getSessionSummary, handle: getOrigins },
  { method: 'GET', path: '/search', access: rules.search, handle: getMatches },
]

function wantedOf({ query }: RouteRequest): rollUps.RollUpQuery {
  const { from, until } = createdBounds(query)
  const appId = textOf(query, 'appId')
  if (!appId) throw missing('appId')
  return { appId, created: { from, until } }
}

async function getOutcomes(context: ReadContext, request: RouteRequest) {
  const days = await rollUps.outcomeSummary(context, wantedOf(request))
  return { data: days.map(({ start: _, ...day }) => day) }
}

async function getDurations(context: ReadContext, request: RouteRequest) {
  const ranges = await rollUps.durationSummary(context, wantedOf(request))
  return { data: ranges.map(({ label, from, to, count }) => ({ range: label, min_sec: from, max_sec: to, count })) }
}

async function getParticipantCounts(context: ReadContext, request: RouteRequest) {
  const data = await rollUps.participantCountSummary(context, wantedOf(request))
  return { data, total_conferences: data.reduce((sum, { conferences }) => sum + conferences, 0) }
}

async function getIssueCounts(context: ReadContext, request: RouteRequest) {
  const issues = await rollUps.issueSummary(context, wantedOf(request))
  return { data: issues.map(({ code, title, count }) => ({ code, title, count })) }
}

async function getMediaErrors(context: ReadContext, request: RouteRequest) {
  const errors = await rollUps.mediaErrorSummary(context, wantedOf(request))
  return {
    data: errors.map(({ name, message, count }) => ({ name: name ?? 'Unknown', message: message ?? '', count })),
    total: errors.reduce((sum, { count }) => sum + count, 0),
  }
}

async function getPaths(context: ReadContext, request: RouteRequest) {
  const { direct, relayed } = await rollUps.pathSummary(context, wantedOf(request))
  return {
    data: [
      { name: 'Direct', count: direct },
      { name: 'Relayed', count: relayed },
    ],
  }
}

async function getSetupTimes(context: ReadContext, request: RouteRequest) {
  const ranges = await rollUps.setupTimeSummary(context, wantedOf(request))
  return {
    data: ranges.map(({ label, from, to, count, conferenceIds }) => {
      return { range: label, min_ms: from, max_ms: to, count, conference_ids: conferenceIds }
    }),
  }
}

async function getOrigins(context: ReadContext, request: RouteRequest) {
  const { browsers, operatingSystems, countries, cities } = await rollUps.originSummary(context, wantedOf(request))
  const named = ({ name, count }: { name: string; count: number }) => ({ name, count })
  return {
    browsers: browsers.map(named),
    os: operatingSystems.map(named),
    countries: countries.map(({ name, count }) => ({ code: name, count })),
    cities: cities.map(({ name, latitude, longitude, count }) => ({ city: name, latitude, longitude, count })),
  }
}

async function getMatches(context: ReadContext, { query }: RouteRequest) {
  const found = await search(context, { words: query.get('query') ?? '' })
  return {
    // What is found by its id only is none of the kinds that readers of this route know.
    matches: found
      .filter(({ conferenceId }) => conferenceId === null)
      .map(({ kind, name, externalId, urlPath }) => {
        return { name, id: externalId ?? '', url: urlPath, type: kind }
      }),
  }
}
