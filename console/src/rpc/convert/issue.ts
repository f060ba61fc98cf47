import type { JsonObject, JsonValue } from '@bufbuild/protobuf'
import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import {
  type Evidence as EvidenceMessage,
  type Issue as IssueMessage,
  IssueSeverity,
} from '../../../../gen/peermetrics/call/v1/issue_pb.js'
import type { Evidence, Issue, TrackKind } from '../../model/call.ts'
import { optionalMs } from './time.ts'

export function toIssue(issue: IssueMessage): Issue {
  const fields = fieldsOf(issue.data ? toJson(ValueSchema, issue.data) : undefined)
  return {
    id: issue.id,
    code: issue.code,
    severity: issue.severity === IssueSeverity.ERROR ? 'error' : 'warning',
    title: issue.title,
    explanation: issue.explanation,
    personId: issue.participantId,
    sessionId: issue.sessionId,
    connectionId: issue.connectionId,
    trackId: issue.trackId,
    trackKind: trackKinds.find(kind => kind === fields['kind']),
    at: optionalMs(issue.createTime) ?? 0,
    from: optionalMs(issue.startTime),
    to: optionalMs(issue.endTime),
    evidence: toEvidence(issue.evidence, fields),
  }
}

const fieldsOf = (data: JsonValue | undefined): JsonObject =>
  data !== null && typeof data === 'object' && !Array.isArray(data) ? data : {}

const trackKinds = ['audio', 'video'] as const satisfies readonly TrackKind[]

/** Fields that the contract has a place for; the others are shown by their names. */
const known = ['worst', 'typical', 'threshold', 'samples', 'unit', 'causedBy', 'kind']

const toEvidence = (measured: EvidenceMessage | undefined, fields: JsonObject): Evidence => ({
  worst: measured?.worst,
  typical: measured?.typical,
  threshold: measured?.threshold,
  samples: measured?.samples,
  unit: measured?.unit ?? '',
  causedBy: measured?.causedBy ?? [],
  facts: Object.entries(fields)
    .filter(([name, value]) => !known.includes(name) && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => [name, String(value)]),
})
