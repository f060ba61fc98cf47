import { useQuery } from '@connectrpc/connect-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { toPerson } from './convert/call.ts'

export const useParticipant = (participantId: string) =>
  useQuery(
    QueryService.method.getParticipant,
    { participantId },
    { select: ({ participant }) => (participant ? toPerson(participant) : undefined) },
  )
