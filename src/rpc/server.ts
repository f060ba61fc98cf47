import type { ServiceImpl } from '@connectrpc/connect'
import type { ServerService } from '../../gen/peermetrics/admin/v1/server_service_pb.js'
import { getServerStatus } from '../services/admin/server-status.ts'
import { serverStatusMessage } from './convert/server.ts'
import { callerContextOf } from './request-context.ts'

/** The RPC that says how the server is doing. */
export const serverService: ServiceImpl<typeof ServerService> = {
  async getServerStatus(_request, call) {
    return serverStatusMessage(await getServerStatus(callerContextOf(call)))
  },
}
