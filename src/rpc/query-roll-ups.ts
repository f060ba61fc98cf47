import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import * as rollUps from '../services/query/roll-ups.ts'
import { severityMessage } from './convert/issue.ts'
import { bucketsOf, wantedRollUp } from './convert/list-request.ts'
import { qualityMessage } from './convert/verdict.ts'
import { callerContextOf } from './request-context.ts'

/** The RPCs behind the charts of a dashboard. */
export const queryRollUps = {
  async getConferenceOutcomeSummary(request, call) {
    const days = await rollUps.outcomeSummary(callerContextOf(call), wantedRollUp(request), bucketsOf(request))
    return {
      days: days.map(day => ({
        date: day.date,
        startTime: timestampFromDate(new Date(day.start)),
        successCount: day.success,
        warningCount: day.warning,
        errorCount: day.error,
        ongoingCount: day.ongoing,
        totalCount: day.total,
      })),
    }
  },

  async getQualitySummary(request, call) {
    const context = callerContextOf(call)
    const { buckets, reasons } = await rollUps.qualitySummary(context, wantedRollUp(request), bucketsOf(request))
    return {
      buckets: buckets.map(bucket => ({
        date: bucket.date,
        startTime: timestampFromDate(new Date(bucket.start)),
        goodCount: bucket.good,
        fairCount: bucket.fair,
        poorCount: bucket.poor,
        badCount: bucket.bad,
        unjudgedCount: bucket.unjudged,
      })),
      reasons: reasons.map(({ code, quality, count, title }) => ({
        code,
        quality: qualityMessage(quality),
        conferenceCount: count,
        title,
      })),
    }
  },

  async getConferenceDurationSummary(request, call) {
    const ranges = await rollUps.durationSummary(callerContextOf(call), wantedRollUp(request))
    return {
      buckets: ranges.map(({ label, from, to, count }) => ({
        label,
        minSeconds: from,
        maxSeconds: to ?? undefined,
        conferenceCount: count,
      })),
    }
  },

  async getParticipantCountSummary(request, call) {
    const counts = await rollUps.participantCountSummary(callerContextOf(call), wantedRollUp(request))
    return {
      buckets: counts.map(({ participants, conferences }) => ({
        participantCount: participants,
        conferenceCount: conferences,
      })),
      totalConferenceCount: counts.reduce((sum, { conferences }) => sum + conferences, 0),
    }
  },

  async getIssueSummary(request, call) {
    const issues = await rollUps.issueSummary(callerContextOf(call), wantedRollUp(request))
    return {
      issues: issues.map(({ severity, conferences, ...issue }) => ({
        ...issue,
        severity: severityMessage(severity),
        conferenceCount: conferences,
      })),
    }
  },

  async getUserMediaErrorSummary(request, call) {
    const errors = await rollUps.mediaErrorSummary(callerContextOf(call), wantedRollUp(request))
    return {
      errors: errors.map(({ name, message, count }) => ({ name: name ?? '', message: message ?? '', count })),
      totalCount: errors.reduce((sum, { count }) => sum + count, 0),
    }
  },

  async getConnectionTypeSummary(request, call) {
    const { direct, relayed } = await rollUps.pathSummary(callerContextOf(call), wantedRollUp(request))
    return { directCount: direct, relayedCount: relayed }
  },

  async getConnectionSetupTimeSummary(request, call) {
    const ranges = await rollUps.setupTimeSummary(callerContextOf(call), wantedRollUp(request))
    return {
      buckets: ranges.map(({ label, from, to, count, conferenceIds }) => ({
        label,
        minMs: from,
        maxMs: to ?? undefined,
        connectionCount: count,
        conferenceIds,
      })),
    }
  },

  async getSessionSummary(request, call) {
    const origins = await rollUps.originSummary(callerContextOf(call), wantedRollUp(request))
    const named = ({ name, count }: { name: string; count: number }) => ({ name, sessionCount: count })
    return {
      browsers: origins.browsers.map(named),
      browserVersions: origins.browserVersions.map(({ name, version, count }) => ({
        name,
        version,
        sessionCount: count,
      })),
      appVersions: origins.appVersions.map(named),
      operatingSystems: origins.operatingSystems.map(named),
      countries: origins.countries.map(({ name, count }) => ({ countryCode: name, sessionCount: count })),
      cities: origins.cities.map(({ name, latitude, longitude, count }) => ({
        city: name,
        latitude: latitude ?? undefined,
        longitude: longitude ?? undefined,
        sessionCount: count,
      })),
    }
  },
} satisfies Partial<ServiceImpl<typeof QueryService>>
