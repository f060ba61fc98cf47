import { create } from '@bufbuild/protobuf'
import { AuditEntrySchema, CredentialKind } from '../../../gen/peermetrics/admin/v1/audit_service_pb.js'
import type { ReadAuditEntry } from '../../storage/access/audit-log.ts'
import { filledStructField, instantField } from './fields.ts'

const credentialMessages: Record<ReadAuditEntry['entry']['credential'], CredentialKind> = {
  sign_in: CredentialKind.SIGN_IN,
  api_token: CredentialKind.API_TOKEN,
  configured: CredentialKind.CONFIGURED,
}

export const auditEntryMessage = ({ entry, email }: ReadAuditEntry) =>
  create(AuditEntrySchema, {
    id: entry.id,
    userId: entry.userId ?? '',
    userEmail: email ?? '',
    credential: credentialMessages[entry.credential],
    credentialId: entry.credentialId ?? '',
    action: entry.action,
    subjectId: entry.subjectId ?? '',
    organizationId: entry.organizationId ?? '',
    data: filledStructField(entry.data),
    createTime: instantField(entry.createdAt),
  })
