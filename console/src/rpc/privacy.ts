import { createClient } from '@connectrpc/connect'
import { useMutation } from '@connectrpc/connect-query'
import { useMutation as useAction, useQueryClient } from '@tanstack/react-query'
import { PrivacyService } from '../../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { transport } from './transport.ts'

const client = createClient(PrivacyService, transport)

/** Deletes all about a participant; what was loaded may tell of it, and is forgotten. */
export function useEraseParticipant() {
  const queryClient = useQueryClient()
  return useMutation(PrivacyService.method.eraseParticipant, {
    onSuccess: () => queryClient.invalidateQueries({ refetchType: 'none' }),
  })
}

/** Reads all that is stored about a participant, as JSON Lines. */
export const useExportParticipant = () =>
  useAction({
    mutationFn: async (participantId: string): Promise<Blob> => {
      const parts: BlobPart[] = []
      for await (const { jsonLines } of client.exportParticipant({ participantId })) parts.push(jsonLines.slice())
      return new Blob(parts, { type: 'application/x-ndjson' })
    },
  })
