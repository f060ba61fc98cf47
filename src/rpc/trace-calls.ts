import { Code, type ConnectError, type StreamRequest, type UnaryRequest } from '@connectrpc/connect'
import { codeToString } from '@connectrpc/connect/protocol-connect'
import { type Span, tracer } from '../telemetry/tracing.ts'

/** Codes that are a fault of the server, by the conventions of OpenTelemetry for gRPC. */
const faults: readonly Code[] = [
  Code.Unknown,
  Code.DeadlineExceeded,
  Code.Unimplemented,
  Code.Internal,
  Code.Unavailable,
  Code.DataLoss,
]

interface CallEnd {
  code: string
  isFault: boolean
}

/** Begins the span of a call; undefined: it is not traced. @param startedAt ms since the epoch */
export const traceCall = (request: UnaryRequest | StreamRequest, startedAt: number): Span<CallEnd> | undefined =>
  tracer()?.call({
    service: request.service.typeName,
    method: request.method.name,
    isGrpc: request.header.get('content-type')?.startsWith('application/grpc') ?? false,
    receivedAt: new Date(startedAt),
    headers: {
      traceparent: request.header.get('traceparent') ?? undefined,
      tracestate: request.header.get('tracestate') ?? undefined,
    },
  })

/** @param failure undefined: it succeeded */
export const endOf = (failure: ConnectError | undefined): CallEnd =>
  failure
    ? { code: codeToString(failure.code), isFault: faults.includes(failure.code) }
    : { code: 'ok', isFault: false }
