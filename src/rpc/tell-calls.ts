import type { ConnectError, StreamRequest, UnaryRequest } from '@connectrpc/connect'
import { codeToString } from '@connectrpc/connect/protocol-connect'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { channels, type EndedCall } from '../telemetry/channels.ts'
import type { CallInfo } from './request-context.ts'

/** Tells those who measure how a call ended. @param failure undefined: it succeeded */
export function tellCall(
  request: UnaryRequest | StreamRequest,
  durationMs: number,
  failure: ConnectError | undefined,
): void {
  if (!channels.call.hasSubscribers) return
  channels.call.publish({
    service: request.service.typeName,
    method: request.method.name,
    code: failure ? codeToString(failure.code) : 'ok',
    protocol: protocolOf(request.header.get('content-type') ?? ''),
    durationMs,
    error: failure?.findDetails(ErrorDetailSchema)[0]?.reason,
  })
}

/** The same of a call that never got to its interceptors. */
export function tellUnreadable(path: string, { receivedAt, refusal }: CallInfo, httpStatus: number): void {
  if (!channels.call.hasSubscribers) return
  const [, service = '', method = ''] = path.split('/')
  channels.call.publish({
    service,
    method,
    code: refusal ? 'refused' : httpStatus === 400 ? 'invalid_argument' : 'unknown',
    protocol: 'connect',
    durationMs: Date.now() - receivedAt.getTime(),
    error: refusal?.code,
  })
}

function protocolOf(contentType: string): EndedCall['protocol'] {
  if (contentType.startsWith('application/grpc-web')) return 'grpc-web'
  return contentType.startsWith('application/grpc') ? 'grpc' : 'connect'
}
