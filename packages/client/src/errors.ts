import { ConnectError } from '@connectrpc/connect'
import { type ErrorDetail, ErrorDetailSchema } from './gen/peermetrics/error/v1/error_detail_pb.js'
import type { Reason } from './reasons.ts'

/**
 * Why the server refused a call; undefined for errors of others. A server that is newer than this client may give a reason
 * that the type does not name.
 */
export const reasonOf = (error: unknown): Reason | undefined => detailOf(error)?.reason as Reason | undefined

/** Seconds after which the call makes sense again, as the server says; undefined for none, and for errors of others. */
export const retryAfterOf = (error: unknown): number | undefined => {
  const detail = detailOf(error)
  return detail && seconds(detail.metadata['retry_after_seconds'])
}

/** Whether the server itself says what is wrong. */
export const hasDetail = (error: ConnectError): boolean => detailOf(error) !== undefined

/** Seconds to wait, whoever says so: the server, or a proxy before it. */
export const waitSeconds = (error: ConnectError): number | undefined =>
  retryAfterOf(error) ?? seconds(error.metadata.get('retry-after'))

const detailOf = (error: unknown): ErrorDetail | undefined =>
  error instanceof ConnectError ? error.findDetails(ErrorDetailSchema)[0] : undefined

function seconds(text: string | null | undefined): number | undefined {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
