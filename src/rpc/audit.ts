import type { ServiceImpl } from '@connectrpc/connect'
import type { AuditService } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { auditEntryList } from '../services/admin/audit-log.ts'
import { readPage } from '../services/query/lists.ts'
import { auditEntryMessage } from './convert/audit-entry.ts'
import { boundsOf, pageRequest } from './convert/list-request.ts'
import { callerContextOf } from './request-context.ts'

/** The RPC that reads the audit log. */
export const auditService: ServiceImpl<typeof AuditService> = {
  async listAuditEntries(request, call) {
    const context = callerContextOf(call)
    const list = await auditEntryList(context, { ...request, created: boundsOf(request.timeRange) })
    const page = pageRequest({ ...request, order: request.order || Order.NEWEST_FIRST })
    const { rows, nextToken } = await readPage(context, list, page)
    return { entries: rows.map(auditEntryMessage), nextPageToken: nextToken }
  },
}
