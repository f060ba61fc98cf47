import { issueText } from '../../domain/issues/issue-kind.ts'
import { invalid, missing } from '../../domain/values/errors.ts'
import { durationRanges, setupTimeRanges, type ValueRange } from '../../domain/values/value-ranges.ts'
import type { ConferenceFilter } from '../../storage/queries/conference-filter.ts'
import {
  type BucketOutcome,
  type Buckets,
  countByParticipants,
  countDurations,
  countOutcomes,
  countQualities,
  countReasons,
  type ParticipantCount,
} from '../../storage/queries/conference-roll-ups.ts'
import { countPaths, countSetupTimes, type PathCount } from '../../storage/queries/connection-roll-ups.ts'
import { countCodes, countMediaErrors, type MediaErrorCount } from '../../storage/queries/issue-roll-ups.ts'
import type { RollUpFilter } from '../../storage/queries/roll-up-filter.ts'
import { countOrigins, type SessionOrigins } from '../../storage/queries/session-roll-ups.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { checkedConferenceFilter } from './conference-filter.ts'
import { filterId } from './filters.ts'

/*
 * Roll-ups of one app for charts. An app outside the scope has nothing in it.
 * All throw DomainError missing_parameters without an app, invalid_parameters for a malformed id.
 */

/** @param appId empty or undefined: missing */
function checked({ appId, created, conference }: RollUpQuery): RollUpFilter {
  const id = filterId(appId, 'app_id')
  if (!id) throw missing('app_id')
  return { appId: id, created, conference: checkedConferenceFilter(conference ?? {}) }
}

export interface RollUpQuery extends Pick<RollUpFilter, 'created'> {
  appId: string | undefined
  /** Undefined: any conference. */
  conference?: ConferenceFilter | undefined
}

/** @throws DomainError invalid_parameters for a time zone that is not known */
function checkedBuckets({ length, timeZone }: Buckets): Buckets {
  if (!/^[a-z][\w+/-]*$/i.test(timeZone) || !isTimeZone(timeZone))
    throw invalid('time_zone must be an IANA name such as Europe/Berlin', { field: 'time_zone' })
  return { length, timeZone }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const UTC_DAYS: Buckets = { length: 'day', timeZone: 'UTC' }

/** An app's conferences by how they went, in the spans with any. */
export const outcomeSummary = async (
  { reader }: ReadContext,
  wanted: RollUpQuery,
  buckets = UTC_DAYS,
): Promise<BucketOutcome[]> => await countOutcomes(reader, checked(wanted), checkedBuckets(buckets))

/** An app's conferences by how they were, in the spans with any, and the reasons for that. */
export async function qualitySummary({ reader }: ReadContext, wanted: RollUpQuery, buckets: Buckets) {
  const filter = checked(wanted)
  const reasons = await countReasons(reader, filter)
  return {
    buckets: await countQualities(reader, filter, checkedBuckets(buckets)),
    reasons: reasons.map(reason => ({ ...reason, title: issueText(reason.code).title })),
  }
}

/** The bounds between ranges. */
const boundsOf = (ranges: readonly ValueRange[]) => ranges.flatMap(({ to }) => to ?? [])

/** An app's conferences by duration. */
export async function durationSummary({ reader }: ReadContext, wanted: RollUpQuery) {
  const counts = await countDurations(reader, checked(wanted), boundsOf(durationRanges))
  return durationRanges.map((range, index) => ({ ...range, count: counts[index] ?? 0 }))
}

/** An app's conferences by their number of people. */
export const participantCountSummary = async (
  { reader }: ReadContext,
  wanted: RollUpQuery,
): Promise<ParticipantCount[]> => await countByParticipants(reader, checked(wanted))

/** An app's issues by code, most frequent first. */
export async function issueSummary({ reader }: ReadContext, wanted: RollUpQuery) {
  const counts = await countCodes(reader, checked(wanted))
  return counts.map(count => ({ ...count, title: issueText(count.code).title }))
}

/** An app's failures to get camera or microphone by the browser's name of the error, most frequent first. */
export const mediaErrorSummary = async ({ reader }: ReadContext, wanted: RollUpQuery): Promise<MediaErrorCount[]> =>
  await countMediaErrors(reader, checked(wanted))

/** An app's connections by whether their media is relayed. */
export const pathSummary = async ({ reader }: ReadContext, wanted: RollUpQuery): Promise<PathCount> =>
  await countPaths(reader, checked(wanted))

/** An app's connections by the time they took to become connected. */
export async function setupTimeSummary({ reader }: ReadContext, wanted: RollUpQuery) {
  const counts = await countSetupTimes(reader, checked(wanted), boundsOf(setupTimeRanges))
  return setupTimeRanges.map((range, index) => ({
    ...range,
    count: 0,
    conferenceIds: [] as string[],
    ...counts[index],
  }))
}

/** Where an app's sessions came from and what they ran in. */
export const originSummary = async ({ reader }: ReadContext, wanted: RollUpQuery): Promise<SessionOrigins> =>
  await countOrigins(reader, checked(wanted))
