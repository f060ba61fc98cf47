import { INTERNALS } from '../../test/bad-input/garbage.ts'
import type { Answer } from './answer.ts'
import type { FuzzInput } from './input.ts'

/** gRPC codes that tell of a fault of the server: UNKNOWN, INTERNAL, DATA_LOSS. */
const GRPC_FAULTS = new Set(['2', '13', '15'])

const CONNECT_FAULT = /"code":"(internal|unknown|data_loss)"/

/** The trailers of gRPC-Web, which are in the body. */
const GRPC_WEB_FAULT = /grpc-status:\s*(2|13|15)\b/

/** What is wrong with an answer; undefined: nothing. */
export function faultIn(input: FuzzInput, answer: Answer): string | undefined {
  const { status, headers, text, failure } = answer
  if (input.door === 'bytes')
    return status >= 500 && status !== 503 && !isOfHttp(status) ? `status ${status}` : internalsIn(answer)
  if (failure) return failure
  if (status === 503) return headers['retry-after'] ? undefined : '503 without Retry-After'
  // The contract has methods that a server does not offer, and some that need HTTP/2.
  if (status >= 500 && !isOfHttp(status)) return `status ${status}`
  if (GRPC_FAULTS.has(headers['grpc-status'] ?? '')) return `grpc-status ${headers['grpc-status']}`
  if (input.door === 'rpc' && isRefusal(answer)) {
    if (CONNECT_FAULT.test(text)) return `Connect code ${CONNECT_FAULT.exec(text)?.[1]}`
    if (GRPC_WEB_FAULT.test(text)) return `grpc-status ${GRPC_WEB_FAULT.exec(text)?.[1]} of gRPC-Web`
  }
  return internalsIn(answer)
}

/** Methods and versions of HTTP that are not supported (RFC 9110, 15.6.2 and 15.6.6). */
const isOfHttp = (status: number): boolean => status === 505 || status === 501

/** Answers that succeed print what clients have stored, whatever it looks like. */
const isRefusal = ({ status, headers, text }: Answer): boolean =>
  status >= 400 || (headers['grpc-status'] ?? '0') !== '0' || /grpc-status:\s*[1-9]|"error":\{/.test(text)

function internalsIn(answer: Answer): string | undefined {
  if (!isRefusal(answer)) return undefined
  const shown = [answer.text, answer.headers['grpc-message'], answer.headers['x-error-detail']].find(
    text => text !== undefined && INTERNALS.test(text),
  )
  return shown === undefined ? undefined : `internals: ${INTERNALS.exec(shown)?.[0]}`
}
