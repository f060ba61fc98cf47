import { create } from '@bufbuild/protobuf'
import { EvidenceSchema, IssueSchema, IssueSeverity } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import { readEvidence } from '../../domain/issues/evidence.ts'
import { issueText } from '../../domain/issues/issue-kind.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import { instantField, valueField } from './fields.ts'

export const severityMessage = (type: Issue['type']): IssueSeverity =>
  type === 'error' ? IssueSeverity.ERROR : IssueSeverity.WARNING

/** The stored issue as the RPCs show it. */
export const issueMessage = (issue: Issue) =>
  create(IssueSchema, {
    id: issue.id,
    conferenceId: issue.conference,
    participantId: issue.participant ?? undefined,
    sessionId: issue.session ?? undefined,
    connectionId: issue.connection ?? undefined,
    trackId: issue.track ?? undefined,
    severity: severityMessage(issue.type),
    code: issue.code,
    ...issueText(issue.code),
    data: valueField(issue.data),
    createTime: instantField(issue.createdAt),
    startTime: instantField(issue.startedAt),
    endTime: instantField(issue.endedAt),
    evidence: issue.startedAt ? create(EvidenceSchema, readEvidence(issue.data ?? null)) : undefined,
  })
