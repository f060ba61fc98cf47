import { Quality } from '../../../../gen/peermetrics/call/v1/summary_pb.js'
import { ConnectionPath, Outcome } from '../../../../gen/peermetrics/query/v1/conference_filter_pb.js'
import { type CallsView, filterOf } from '../../model/calls-view.ts'

const qualities = {
  good: Quality.GOOD,
  fair: Quality.FAIR,
  poor: Quality.POOR,
  bad: Quality.BAD,
  unjudged: Quality.NOT_JUDGED,
}

const outcomes = {
  success: Outcome.SUCCESS,
  warning: Outcome.WARNING,
  error: Outcome.ERROR,
  ongoing: Outcome.ONGOING,
}

const paths = { direct: ConnectionPath.DIRECT, relayed: ConnectionPath.RELAYED }

/** The filter of a view as requests take it. */
export function toConferenceFilter(view: CallsView) {
  const { qualities: qualityNames, outcomes: outcomeNames, setupMs, people } = filterOf(view)
  return {
    appVersion: view.version ?? '',
    browser: view.browser ?? '',
    operatingSystem: view.os ?? '',
    countryCode: view.country ?? '',
    city: view.city ?? '',
    qualities: qualityNames.map(name => qualities[name]),
    outcomes: outcomeNames.map(name => outcomes[name]),
    verdictCode: view.reason ?? '',
    issueCode: view.issue ?? '',
    userMediaErrorName: view.media_error ?? '',
    path: view.path ? paths[view.path] : ConnectionPath.UNSPECIFIED,
    ...(setupMs.least === undefined ? {} : { minSetupMs: setupMs.least }),
    ...(setupMs.most === undefined ? {} : { maxSetupMs: setupMs.most }),
    ...(people.least === undefined ? {} : { minParticipantCount: people.least }),
    ...(people.most === undefined ? {} : { maxParticipantCount: people.most }),
    query: view.q ?? '',
  }
}
