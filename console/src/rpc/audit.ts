import { useQuery } from '@connectrpc/connect-query'
import {
  AuditService,
  CredentialKind,
  type AuditEntry as EntryMessage,
} from '../../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import type { AuditEntry } from '../model/audit.ts'
import { optionalMs } from './convert/time.ts'

const credentials: Record<CredentialKind, AuditEntry['credential']> = {
  [CredentialKind.UNSPECIFIED]: 'unknown',
  [CredentialKind.SIGN_IN]: 'signIn',
  [CredentialKind.API_TOKEN]: 'apiToken',
  [CredentialKind.CONFIGURED]: 'configured',
}

const toEntry = (entry: EntryMessage): AuditEntry => ({
  id: entry.id,
  at: optionalMs(entry.createTime) ?? 0,
  email: entry.userEmail,
  credential: credentials[entry.credential] ?? 'unknown',
  action: entry.action,
  subjectId: entry.subjectId,
  data: entry.data ?? {},
})

/** A page of the audit log, the newest first. @param organizationId empty: of the whole server */
export const useAuditEntries = (organizationId: string, pageToken: string) =>
  useQuery(
    AuditService.method.listAuditEntries,
    { organizationId, order: Order.NEWEST_FIRST, pageSize: 50, pageToken },
    {
      select: ({ entries, nextPageToken }) => ({ entries: entries.map(toEntry), nextPage: nextPageToken || undefined }),
    },
  )
