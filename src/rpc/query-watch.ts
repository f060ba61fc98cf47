import type { ServiceImpl } from '@connectrpc/connect'
import type { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { DomainError } from '../domain/errors.ts'

/** @throws DomainError unimplemented */
// biome-ignore lint/correctness/useYield: a refusal is all that it sends
export const watchConference: ServiceImpl<typeof QueryService>['watchConference'] = async function* () {
  throw new DomainError('unimplemented', 'Conferences cannot be watched')
}
