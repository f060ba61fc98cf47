import type { JsonObject, JsonValue } from '@bufbuild/protobuf'
import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { type Issue as IssueMessage, IssueSeverity } from '../../../../gen/peermetrics/call/v1/issue_pb.js'
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
    evidence: toEvidence(fields),
  }
}

const fieldsOf = (data: JsonValue | undefined): JsonObject =>
  data !== null && typeof data === 'object' && !Array.isArray(data) ? data : {}

const trackKinds = ['audio', 'video'] as const satisfies readonly TrackKind[]

/** Fields that have a place of their own; the others are shown by their names. */
const known = ['worst', 'typical', 'threshold', 'samples', 'unit', 'causedBy', 'kind']

/** The contract keeps evidence in free JSON so far. */
function toEvidence(fields: JsonObject): Evidence {
  const numberOf = (name: string) => (typeof fields[name] === 'number' ? fields[name] : undefined)
  const causes = Array.isArray(fields['causedBy']) ? fields['causedBy'] : []
  return {
    worst: numberOf('worst'),
    typical: numberOf('typical'),
    threshold: numberOf('threshold'),
    samples: numberOf('samples'),
    unit: typeof fields['unit'] === 'string' ? fields['unit'] : '',
    causedBy: causes.filter(cause => typeof cause === 'string'),
    facts: Object.entries(fields)
      .filter(([name, value]) => !known.includes(name) && (typeof value === 'string' || typeof value === 'number'))
      .map(([name, value]) => [name, String(value)]),
  }
}
