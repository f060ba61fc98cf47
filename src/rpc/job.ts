import type { ServiceImpl } from '@connectrpc/connect'
import type { JobService } from '../../gen/peermetrics/admin/v1/job_service_pb.js'
import { discardJob, jobList, listQueues, retryJob } from '../services/admin/jobs.ts'
import { readPage } from '../services/query/lists.ts'
import { jobMessage, jobStateOf, queueMessage } from './convert/job.ts'
import { callerContextOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs by which a superuser looks after background jobs. */
export const jobService: ServiceImpl<typeof JobService> = {
  async listQueues(_request, call) {
    return { queues: (await listQueues(callerContextOf(call))).map(queueMessage) }
  },

  async listJobs({ queue, state, pageSize, pageToken }, call) {
    const context = callerContextOf(call)
    const list = jobList(context, { queue: queue || undefined, state: jobStateOf(state) })
    const page = { size: pageSize, token: pageToken, order: 'newest_first' } as const
    const { rows, nextToken } = await readPage(context, list, page)
    return { jobs: rows.map(jobMessage), nextPageToken: nextToken }
  },

  async retryJob(request, call) {
    requireFields(request, 'jobId')
    await retryJob(callerContextOf(call), request.jobId)
    return {}
  },

  async discardJob(request, call) {
    requireFields(request, 'jobId')
    await discardJob(callerContextOf(call), request.jobId)
    return {}
  },
}
