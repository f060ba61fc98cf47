import { type Client, Code, ConnectError, createClient } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport } from '@connectrpc/connect-node'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { exchange, type Reply } from '../support/test-server.ts'

/** Clients of the two protocols that services use. */
export interface IngestClients {
  connect: Client<typeof IngestService>
  grpc: Client<typeof IngestService>
}

export const ingestClients = (baseUrl: string): IngestClients => ({
  connect: createClient(IngestService, createConnectTransport({ baseUrl, httpVersion: '1.1' })),
  grpc: createClient(IngestService, createGrpcTransport({ baseUrl })),
})

/** The headers that a token travels in. */
export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

/** A Connect call in JSON as it is, for what the generated client would not send. A string is sent as it is. */
export const callJson = (
  baseUrl: string,
  method: string,
  body: unknown,
  { token, headers = {} }: { token?: string | undefined; headers?: Record<string, string> } = {},
): Promise<Reply> =>
  exchange('POST', `${baseUrl}/${IngestService.typeName}/${method}`, body, {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  })

/** How a call was refused: the code, and the reason of the error's detail if it has one. */
export interface Refusal {
  code: string
  reason?: string
}

/** The refusal that a raw answer tells. */
export function refusalIn({ body }: Pick<Reply, 'body'>): Refusal {
  const reason = body?.details?.[0]?.debug?.reason
  return { code: body?.code, ...(reason === undefined ? {} : { reason }) }
}

/** The refusal of a client's call, in the spelling of {@link refusalIn}; fails when the call succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    answer => {
      throw new Error(`not refused: ${JSON.stringify(answer)}`)
    },
    (failure: unknown) => ConnectError.from(failure),
  )
  const code = (Code[error.code] ?? '').replace(/(?<=[a-z])[A-Z]/g, letter => `_${letter}`).toLowerCase()
  const [detail] = error.findDetails(ErrorDetailSchema)
  return { code, ...(detail ? { reason: detail.reason } : {}) }
}
