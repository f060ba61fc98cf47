import { create } from '@bufbuild/protobuf'
import { IssueSeverity } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import {
  TimelineLaneKind as LaneKind,
  TimelineMarkKind as MarkKindNumber,
  TimelineSpanKind as SpanKindNumber,
  TimelineLaneSchema,
  TimelineMarkSchema,
  TimelineSpanSchema,
} from '../../../gen/peermetrics/query/v1/timeline_pb.js'
import type { Lane, Mark, MarkKind, Span, SpanKind } from '../../domain/timeline/timeline.ts'

const laneKinds: Record<Lane['kind'], LaneKind> = {
  conference: LaneKind.CONFERENCE,
  session: LaneKind.SESSION,
  connection: LaneKind.CONNECTION,
  track: LaneKind.TRACK,
}

const spanKinds: Record<SpanKind, SpanKindNumber> = {
  presence: SpanKindNumber.PRESENCE,
  hidden: SpanKindNumber.HIDDEN,
  muted: SpanKindNumber.MUTED,
  userMedia: SpanKindNumber.USER_MEDIA,
  negotiation: SpanKindNumber.NEGOTIATION,
  connectionState: SpanKindNumber.CONNECTION_STATE,
  iceState: SpanKindNumber.ICE_STATE,
  noReports: SpanKindNumber.NO_REPORTS,
  finding: SpanKindNumber.FINDING,
}

const markKinds: Record<MarkKind, MarkKindNumber> = {
  customEvent: MarkKindNumber.CUSTOM_EVENT,
  deviceChange: MarkKindNumber.DEVICE_CHANGE,
  candidateError: MarkKindNumber.CANDIDATE_ERROR,
  pairChange: MarkKindNumber.PAIR_CHANGE,
  issue: MarkKindNumber.ISSUE,
}

const severities = { error: IssueSeverity.ERROR, warning: IssueSeverity.WARNING }
const severityOf = ({ severity }: Span | Mark) => (severity ? severities[severity] : IssueSeverity.UNSPECIFIED)

/** A lane as the RPCs show it. @param start what its times count from */
export const laneMessage = ({ kind, spans, marks, ...ids }: Lane, start: Date) =>
  create(TimelineLaneSchema, {
    ...ids,
    kind: laneKinds[kind],
    spans: spans.map(span => spanMessage(span, start.getTime())),
    marks: marks.map(mark => markMessage(mark, start.getTime())),
  })

const spanMessage = (span: Span, start: number) =>
  create(TimelineSpanSchema, {
    kind: spanKinds[span.kind],
    startMs: span.from - start,
    ...(span.to !== null && { endMs: span.to - start }),
    state: span.state,
    severity: severityOf(span),
    eventId: span.eventId,
    issueId: span.issueId,
  })

const markMessage = (mark: Mark, start: number) =>
  create(TimelineMarkSchema, {
    kind: markKinds[mark.kind],
    atMs: mark.at - start,
    label: mark.label,
    count: mark.count,
    severity: severityOf(mark),
    eventId: mark.eventId,
    issueId: mark.issueId,
  })
