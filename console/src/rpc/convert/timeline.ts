import { IssueSeverity } from '../../../../gen/peermetrics/call/v1/issue_pb.js'
import {
  type GetConferenceTimelineResponse,
  TimelineLaneKind as LaneKind,
  TimelineMarkKind as MarkKind,
  TimelineSpanKind as SpanKind,
  type TimelineLane,
} from '../../../../gen/peermetrics/query/v1/timeline_pb.js'
import type { Severity } from '../../model/call.ts'
import type {
  ReportedLane,
  ReportedMark,
  ReportedSpan,
  ReportedTimeline,
} from '../../model/timeline/reported-timeline.ts'
import { optionalMs } from './time.ts'

const laneKinds: Partial<Record<LaneKind, ReportedLane['kind']>> = {
  [LaneKind.CONFERENCE]: 'conference',
  [LaneKind.SESSION]: 'session',
  [LaneKind.CONNECTION]: 'connection',
  [LaneKind.TRACK]: 'track',
}

const spanKinds: Partial<Record<SpanKind, ReportedSpan['kind']>> = {
  [SpanKind.PRESENCE]: 'presence',
  [SpanKind.HIDDEN]: 'hidden',
  [SpanKind.MUTED]: 'muted',
  [SpanKind.USER_MEDIA]: 'userMedia',
  [SpanKind.NEGOTIATION]: 'negotiation',
  [SpanKind.CONNECTION_STATE]: 'connectionState',
  [SpanKind.ICE_STATE]: 'iceState',
  [SpanKind.NO_REPORTS]: 'noReports',
  [SpanKind.FINDING]: 'finding',
}

const markKinds: Partial<Record<MarkKind, ReportedMark['kind']>> = {
  [MarkKind.CUSTOM_EVENT]: 'customEvent',
  [MarkKind.DEVICE_CHANGE]: 'deviceChange',
  [MarkKind.CANDIDATE_ERROR]: 'candidateError',
  [MarkKind.PAIR_CHANGE]: 'pairChange',
  [MarkKind.ISSUE]: 'issue',
}

/** Kinds that the console does not know are passed over. */
export const toTimeline = (response: GetConferenceTimelineResponse): ReportedTimeline => ({
  startedAt: optionalMs(response.startTime) ?? 0,
  endMs: response.endMs,
  isPartial: response.omittedLaneCount > 0 || response.hasOmittedEvents,
  lanes: response.lanes.flatMap(lane => {
    const kind = laneKinds[lane.kind]
    return kind ? [toLane(kind, lane)] : []
  }),
})

const toLane = (kind: ReportedLane['kind'], lane: TimelineLane): ReportedLane => ({
  kind,
  personId: lane.participantId,
  sessionId: lane.sessionId,
  connectionId: lane.connectionId,
  trackId: lane.trackId,
  spans: lane.spans.flatMap(({ kind: number, startMs, endMs, state, severity, eventId, issueId }): ReportedSpan[] => {
    const known = spanKinds[number]
    return known
      ? [{ kind: known, from: startMs, to: endMs, state, severity: toSeverity(severity), eventId, issueId }]
      : []
  }),
  marks: lane.marks.flatMap(({ kind: number, atMs, label, count, severity, eventId, issueId }): ReportedMark[] => {
    const known = markKinds[number]
    return known ? [{ kind: known, at: atMs, label, count, severity: toSeverity(severity), eventId, issueId }] : []
  }),
})

const toSeverity = (severity: IssueSeverity): Severity => (severity === IssueSeverity.ERROR ? 'error' : 'warning')
