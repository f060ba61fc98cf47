import { useMutation } from '@connectrpc/connect-query'
import { useQueryClient } from '@tanstack/react-query'
import { MaintenanceService } from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { refreshCall } from './call-cache.ts'

/** Ends a running call. For superusers. */
export const useEndCall = (conferenceId: string) =>
  useMutation(MaintenanceService.method.endConference, { onSettled: useRefresh(conferenceId) })

/** Has the judgement of an ended call made again. For superusers. */
export const useJudgeAgain = (conferenceId: string) =>
  useMutation(MaintenanceService.method.rebuildSummary, { onSettled: useRefresh(conferenceId) })

/** After failures, too: the call may have ended or been erased meanwhile. */
function useRefresh(conferenceId: string): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => refreshCall(queryClient, conferenceId)
}
