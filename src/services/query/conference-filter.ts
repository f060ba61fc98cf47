import { invalid } from '../../domain/values/errors.ts'
import type { ConferenceFilter } from '../../storage/queries/conference-filter.ts'
import { filterText } from './filters.ts'

/** Largest number of a range: that of the contract's fields. */
const MAX_NUMBER = 2 ** 31 - 1

/** @throws DomainError invalid_parameters naming the field of the contract */
export function checkedConferenceFilter(filter: ConferenceFilter): ConferenceFilter {
  requireRange('setup_ms', filter.minSetupMs, filter.maxSetupMs)
  requireRange('participant_count', filter.minPeople, filter.maxPeople)
  const text = (value: string | undefined, field: string) => filterText(value, `filter.${field}`)
  return {
    ...filter,
    appVersion: text(filter.appVersion, 'app_version'),
    browser: text(filter.browser, 'browser'),
    operatingSystem: text(filter.operatingSystem, 'operating_system'),
    countryCode: text(filter.countryCode, 'country_code'),
    city: text(filter.city, 'city'),
    verdictCode: text(filter.verdictCode, 'verdict_code'),
    issueCodes: filter.issueCodes?.flatMap(code => text(code, 'issue_code') ?? []),
    mediaErrorName: text(filter.mediaErrorName, 'user_media_error_name'),
    text: text(filter.text, 'query'),
  }
}

function requireRange(name: string, min: number | undefined, max: number | undefined): void {
  for (const [bound, value = 0] of [['min', min] as const, ['max', max] as const]) {
    if (value < 0) throw invalid(`${bound}_${name} must not be negative`, { field: `filter.${bound}_${name}` })
  }
  if ((min ?? 0) > (max ?? MAX_NUMBER))
    throw invalid(`max_${name} must not be less than min_${name}`, { field: `filter.max_${name}` })
}
