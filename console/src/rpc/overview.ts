import { useQuery } from '@connectrpc/connect-query'
import { IssueSeverity } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { counted } from '../model/plural.ts'
import { writeRange } from '../model/ranges.ts'
import type { Bar, Column } from '../model/roll-ups/charts.ts'
import type { BucketName, TimeCounts } from '../model/roll-ups/time-columns.ts'
import { count, duration } from '../model/units.ts'
import { text } from '../text/text.ts'
import { optionalMs } from './convert/time.ts'
import { type CountedCalls, rollUpOptions, rollUpRequest, timedRequest } from './roll-up.ts'

type TimedCalls = CountedCalls & { bucket: BucketName }

const { method } = QueryService

/** Calls by quality and day or hour. */
export const useQualities = (calls: TimedCalls, isAsked: boolean) =>
  useQuery(method.getQualitySummary, timedRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ buckets }): TimeCounts[] =>
      buckets.map(({ startTime, goodCount, fairCount, poorCount, badCount, unjudgedCount }) => ({
        at: optionalMs(startTime) ?? 0,
        counts: { good: goodCount, fair: fairCount, poor: poorCount, bad: badCount, unjudged: unjudgedCount },
      })),
  })

/** Calls by outcome and day or hour. */
export const useOutcomes = (calls: TimedCalls, isAsked: boolean) =>
  useQuery(method.getConferenceOutcomeSummary, timedRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ days }): TimeCounts[] =>
      days.map(({ startTime, successCount, warningCount, errorCount, ongoingCount }) => ({
        at: optionalMs(startTime) ?? 0,
        counts: { success: successCount, warning: warningCount, error: errorCount, ongoing: ongoingCount },
      })),
  })

export interface TotalCalls {
  count: number
}

/** All calls of the period of the same length before. */
export const useTotalBefore = (calls: TimedCalls) =>
  useQuery(method.getQualitySummary, timedRequest({ ...calls, from: 2 * calls.from - calls.to, to: calls.from }), {
    ...rollUpOptions(true),
    select: ({ buckets }): TotalCalls => ({
      count: buckets.reduce(
        (sum, bucket) =>
          sum + bucket.goodCount + bucket.fairCount + bucket.poorCount + bucket.badCount + bucket.unjudgedCount,
        0,
      ),
    }),
  })

/** Rows of a ranking that are shown. */
const MAX_REASONS = 8

/** What verdicts that are poor or bad begin with. */
export const useReasons = (calls: TimedCalls, isAsked: boolean) =>
  useQuery(method.getQualitySummary, timedRequest({ ...calls, view: { ...calls.view, quality: 'poor,bad' } }), {
    ...rollUpOptions(isAsked),
    select: ({ reasons }): Bar[] =>
      [...Map.groupBy(reasons, ({ code }) => code).entries()]
        .map(([code, own]) => ({
          key: code,
          label: own[0]?.title || code,
          value: own.reduce((sum, { conferenceCount }) => sum + conferenceCount, 0),
          view: { ...calls.view, quality: 'poor,bad', reason: code },
        }))
        .toSorted((one, other) => other.value - one.value)
        .slice(0, MAX_REASONS),
  })

/** Issues, by how many calls have them. */
export const useIssueCounts = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getIssueSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ issues }): Bar[] =>
      issues
        .map(({ code, title, severity, conferenceCount }) => ({
          key: code,
          label: title,
          value: conferenceCount,
          severity: severity === IssueSeverity.ERROR ? ('error' as const) : ('warning' as const),
          view: { ...calls.view, issue: code },
        }))
        .toSorted((one, other) => other.value - one.value),
  })

/** Failures of getUserMedia, by name. */
export const useMediaErrors = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getUserMediaErrorSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ errors }): Bar[] =>
      errors.map(({ name, count: value }) => ({
        key: name,
        label: name || text.overview.unnamedError,
        value,
        view: name ? { ...calls.view, media_error: name } : calls.view,
      })),
  })

/** Connections, by whether their media is relayed. */
export const usePaths = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getConnectionTypeSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ directCount, relayedCount }): Bar[] => [
      { key: 'direct', label: text.call.direct, value: directCount, view: { ...calls.view, path: 'direct' } },
      { key: 'relayed', label: text.call.relayed, value: relayedCount, view: { ...calls.view, path: 'relayed' } },
    ],
  })

/** Connections, by the time that their setup took. */
export const useSetupTimes = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getConnectionSetupTimeSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ buckets }): Column[] =>
      buckets.map(({ minMs, maxMs, connectionCount }) => {
        const range = writeRange(minMs, maxMs)
        const part = { key: 'plain', label: text.overview.connections, value: connectionCount }
        return {
          key: range,
          label: duration(minMs),
          name: spread(minMs, maxMs, value => duration(value)),
          parts: [{ ...part, view: { ...calls.view, setup: range } }],
        }
      }),
  })

/** Calls by their duration. */
export const useDurations = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getConferenceDurationSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ buckets }): Column[] =>
      buckets.map(({ minSeconds, maxSeconds, conferenceCount }) => {
        const range = writeRange(minSeconds, maxSeconds)
        const part = { key: 'plain', label: text.calls.title, value: conferenceCount }
        return {
          key: range,
          label: minSeconds === 0 ? '0' : duration(minSeconds * 1000),
          name: spread(minSeconds * 1000, maxSeconds === undefined ? undefined : maxSeconds * 1000, value =>
            duration(value),
          ),
          parts: [{ ...part, view: { ...calls.view, duration: range } }],
        }
      }),
  })

/** Calls by the number of people in them. */
export const usePeopleCounts = (calls: CountedCalls, isAsked: boolean) =>
  useQuery(method.getParticipantCountSummary, rollUpRequest(calls), {
    ...rollUpOptions(isAsked),
    select: ({ buckets }): Column[] =>
      buckets.map(({ participantCount, conferenceCount }) => ({
        key: String(participantCount),
        label: count(participantCount),
        name: counted(participantCount, text.nouns.person),
        parts: [
          {
            key: 'plain',
            label: text.calls.title,
            value: conferenceCount,
            view: { ...calls.view, people: writeRange(participantCount, participantCount) },
          },
        ],
      })),
  })

function spread(least: number, below: number | undefined, unit: (value: number) => string): string {
  if (below === undefined) return text.calls.chips.atLeast(unit(least))
  return least === 0 ? text.calls.chips.under(unit(below)) : `${unit(least)} – ${unit(below)}`
}
