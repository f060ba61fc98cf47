import type { ServiceImpl } from '@connectrpc/connect'
import type { RecordService } from '../../gen/peermetrics/admin/v1/record_service_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { deleteRecord } from '../services/admin/delete-record.ts'
import { getRecord, listRecordKinds, recordList } from '../services/admin/records.ts'
import { updateRecord } from '../services/admin/update-record.ts'
import { readPage } from '../services/query/lists.ts'
import { pageRequest } from './convert/list-request.ts'
import { recordKindMessage, recordMessage } from './convert/record.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs by which a superuser looks at stored records and repairs them. */
export const recordService: ServiceImpl<typeof RecordService> = {
  async listRecordKinds(_request, call) {
    return { kinds: (await listRecordKinds(callerContextOf(call))).map(recordKindMessage) }
  },

  async listRecords(request, call) {
    const context = callerContextOf(call)
    const list = recordList(context, request.kind, request.filters)
    const page = pageRequest({ ...request, order: request.order || Order.NEWEST_FIRST })
    const { rows, nextToken } = await readPage(context, list, page)
    return { records: rows.map(row => recordMessage(request.kind, row)), nextPageToken: nextToken }
  },

  async getRecord(request, call) {
    requireFields(request, 'kind', 'recordId')
    const { kind, recordId, conferenceId } = request
    const found = await getRecord(callerContextOf(call), { kindName: kind, id: recordId, conferenceId })
    return { record: recordMessage(kind, found.record), references: found.references }
  },

  async updateRecord(request, call) {
    requireFields(request, 'kind', 'recordId')
    const { kind, recordId, fields = {} } = request
    const record = await updateRecord(callerContextOf(call), { kindName: kind, id: recordId, fields })
    return { record: recordMessage(kind, record) }
  },

  async deleteRecord(request, call) {
    requireFields(request, 'kind', 'recordId')
    const { kind, recordId, dryRun } = request
    const deleted = await deleteRecord(callerContextOf(call), { kindName: kind, id: recordId, dryRun })
    return { deleted: deleted.map(part => ({ kind: part.kind, count: BigInt(part.count) })) }
  },
}
