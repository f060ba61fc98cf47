import {
  type ConferenceFilter as ConferenceFilterMessage,
  ConnectionPath,
  Outcome as OutcomeMessage,
} from '../../../gen/peermetrics/query/v1/conference_filter_pb.js'
import { invalid } from '../../domain/values/errors.ts'
import type { ConferenceFilter, Outcome } from '../../storage/queries/conference-filter.ts'
import { filteredQuality } from './verdict.ts'

const outcomes: Record<number, Outcome | undefined> = {
  [OutcomeMessage.SUCCESS]: 'success',
  [OutcomeMessage.WARNING]: 'warning',
  [OutcomeMessage.ERROR]: 'error',
  [OutcomeMessage.ONGOING]: 'ongoing',
}

const paths: Record<number, ConferenceFilter['path']> = {
  [ConnectionPath.DIRECT]: 'direct',
  [ConnectionPath.RELAYED]: 'relayed',
}

/** The filter of a request; an empty one when it is absent. @throws DomainError invalid_parameters */
export const conferenceFilterOf = (filter: ConferenceFilterMessage | undefined): ConferenceFilter =>
  filter
    ? {
        appVersion: filter.appVersion || undefined,
        browser: filter.browser || undefined,
        operatingSystem: filter.operatingSystem || undefined,
        countryCode: filter.countryCode || undefined,
        city: filter.city || undefined,
        qualities: filter.qualities.map(value => known(filteredQuality(value), 'qualities')),
        outcomes: filter.outcomes.map(value => known(outcomes[value], 'outcomes')),
        verdictCode: filter.verdictCode || undefined,
        issueCodes: [filter.issueCode],
        mediaErrorName: filter.userMediaErrorName || undefined,
        path: filter.path === ConnectionPath.UNSPECIFIED ? undefined : known(paths[filter.path], 'path'),
        minSetupMs: filter.minSetupMs,
        maxSetupMs: filter.maxSetupMs,
        minPeople: filter.minParticipantCount,
        maxPeople: filter.maxParticipantCount,
        text: filter.query || undefined,
      }
    : {}

function known<Value>(value: Value | undefined, field: string): Value {
  if (value === undefined) throw invalid(`filter.${field} has a value that is not known`, { field: `filter.${field}` })
  return value
}
