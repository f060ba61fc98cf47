import { useQuery } from '@connectrpc/connect-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import type { GetSessionSummaryResponse } from '../../../gen/peermetrics/query/v1/roll_ups_pb.js'
import type { CallsView } from '../model/calls-view.ts'
import { countryName } from '../model/places.ts'
import type { Bar } from '../model/roll-ups/charts.ts'
import { type CountedCalls, rollUpOptions, rollUpRequest } from './roll-up.ts'

type Select<Data> = (summary: GetSessionSummaryResponse, view: CallsView) => Data

/** One question of which several cards show a part each. */
const summaryHook =
  <Data>(select: Select<Data>) =>
  (calls: CountedCalls, isAsked: boolean) =>
    useQuery(QueryService.method.getSessionSummary, rollUpRequest(calls), {
      ...rollUpOptions(isAsked),
      select: summary => select(summary, calls.view),
    })

const named = (rows: { name: string; sessionCount: number }[], view: (name: string) => CallsView): Bar[] =>
  rows.map(({ name, sessionCount }) => ({ key: name, label: name, value: sessionCount, view: view(name) }))

export const useBrowsers = summaryHook(({ browsers, browserVersions }, view) =>
  named(browsers, browser => ({ ...view, browser })).map(bar => ({
    ...bar,
    label: [bar.label, versionsOf(bar.key, browserVersions)].filter(Boolean).join(' · '),
  })),
)

/** The most frequent versions of a browser. */
const versionsOf = (browser: string, versions: GetSessionSummaryResponse['browserVersions']): string =>
  versions
    .filter(({ name }) => name === browser)
    .slice(0, 3)
    .map(({ version }) => version)
    .join(', ')

export const useSystems = summaryHook(({ operatingSystems }, view) => named(operatingSystems, os => ({ ...view, os })))

export const useAppVersions = summaryHook(({ appVersions }, view) =>
  named(appVersions, version => ({ ...view, version })),
)

/** A city on the map. */
interface City {
  name: string
  longitude: number
  latitude: number
  sessionCount: number
}

export interface Places {
  countries: Bar[]
  /** Those whose place is known. */
  cities: City[]
}

export const usePlaces = summaryHook(
  ({ countries, cities }, view): Places => ({
    countries: countries.map(({ countryCode, sessionCount }) => ({
      key: countryCode,
      label: countryName(countryCode),
      value: sessionCount,
      view: { ...view, country: countryCode },
    })),
    cities: cities.flatMap(({ city, latitude, longitude, sessionCount }) =>
      latitude === undefined || longitude === undefined ? [] : [{ name: city, latitude, longitude, sessionCount }],
    ),
  }),
)
