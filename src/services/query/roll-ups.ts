import { issueText } from '../../domain/issues/issue-kind.ts'
import { missing } from '../../domain/values/errors.ts'
import { durationRanges, setupTimeRanges, type ValueRange } from '../../domain/values/value-ranges.ts'
import {
  countByParticipants,
  countDurations,
  countOutcomes,
  type DayOutcome,
  type ParticipantCount,
} from '../../storage/queries/conference-roll-ups.ts'
import { countPaths, countSetupTimes, type PathCount } from '../../storage/queries/connection-roll-ups.ts'
import { countCodes, countMediaErrors, type MediaErrorCount } from '../../storage/queries/issue-roll-ups.ts'
import type { RollUpFilter } from '../../storage/queries/roll-up-filter.ts'
import { countOrigins, type SessionOrigins } from '../../storage/queries/session-roll-ups.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterId } from './filters.ts'

/*
 * What the charts of a dashboard show of one app. An app outside the scope has nothing in it.
 * All throw DomainError missing_parameters without an app, invalid_parameters for a malformed id.
 */

/** @param appId empty or undefined: missing */
function checked({ appId, created }: RollUpQuery): RollUpFilter {
  const id = filterId(appId, 'app id')
  if (!id) throw missing('app id')
  return { appId: id, created }
}

export type RollUpQuery = Omit<RollUpFilter, 'appId'> & { appId: string | undefined }

/** An app's conferences by how they went, day by day; days without any are left out. */
export const outcomeSummary = async ({ reader }: ReadContext, wanted: RollUpQuery): Promise<DayOutcome[]> =>
  await countOutcomes(reader, checked(wanted))

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
  return counts.map(({ code, count }) => ({ code, title: issueText(code).title, count }))
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
