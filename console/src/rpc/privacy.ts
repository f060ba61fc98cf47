import { createClient } from '@connectrpc/connect'
import { useMutation } from '@connectrpc/connect-query'
import { useMutation as useAction } from '@tanstack/react-query'
import { PrivacyService } from '../../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { transport } from './transport.ts'
import { useForgetAll } from './use-forget.ts'

const client = createClient(PrivacyService, transport)

/** Deletes all about a participant. */
export const useEraseParticipant = () =>
  useMutation(PrivacyService.method.eraseParticipant, { onSuccess: useForgetAll() })

/** Reads all that is stored about a participant, as JSON Lines. */
export const useExportParticipant = () =>
  useAction({
    mutationFn: async (participantId: string): Promise<Blob> => {
      const parts: BlobPart[] = []
      for await (const { jsonLines } of client.exportParticipant({ participantId })) parts.push(jsonLines.slice())
      return new Blob(parts, { type: 'application/x-ndjson' })
    },
  })
