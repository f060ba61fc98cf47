import { useQuery } from '@connectrpc/connect-query'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'

/** An app as the console shows it. */
export interface AppChoice {
  id: string
  name: string
  apiKey: string
}

/** The apps that the caller sees, oldest first; the first 200. */
export const useApps = () =>
  useQuery(
    AppService.method.listApps,
    { pageSize: 200 },
    { select: ({ apps }): AppChoice[] => apps.map(({ id, name, apiKey }) => ({ id, name, apiKey })) },
  )
