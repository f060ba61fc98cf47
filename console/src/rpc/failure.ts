import { Code, ConnectError } from '@connectrpc/connect'
import { ErrorDetailSchema } from '../../../gen/peermetrics/error/v1/error_detail_pb.js'
import { text } from '../text/text.ts'

/** A failed call, in words. */
export interface Failure {
  message: string
  /** Reason of the server, or the code of Connect. */
  code: string
  kind: 'signedOut' | 'notFound' | 'denied' | 'temporary' | 'other'
  /** How long the server asks to wait. */
  retryAfterSeconds: number | undefined
}

export function failureOf(error: unknown): Failure {
  const failed = ConnectError.from(error)
  const [detail] = failed.findDetails(ErrorDetailSchema)
  const seconds = Number(detail?.metadata['retry_after_seconds'])
  return {
    ...wordsOf(failed, error, detail?.reason),
    code: detail?.reason || Code[failed.code]?.toLowerCase() || 'unknown',
    retryAfterSeconds: Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  }
}

/** A failure in words; undefined for none. */
export const failureText = (error: unknown): string | undefined => (error ? failureOf(error).message : undefined)

function wordsOf(failed: ConnectError, error: unknown, reason: string | undefined): Pick<Failure, 'message' | 'kind'> {
  // The sign-in holds: it is the password in the form that does not.
  if (reason === 'invalid_credentials') return { kind: 'other', message: text.errors.wrongPassword }
  switch (failed.code) {
    case Code.Unauthenticated:
      return { kind: 'signedOut', message: text.signIn.expired }
    case Code.NotFound:
      return { kind: 'notFound', message: text.errors.notFound }
    case Code.PermissionDenied:
      return { kind: 'denied', message: text.errors.denied }
    case Code.ResourceExhausted:
      return { kind: 'temporary', message: text.errors.limited }
    case Code.Unavailable:
    case Code.DeadlineExceeded:
      return { kind: 'temporary', message: text.errors.unavailable }
    // The server says which field it is about.
    case Code.InvalidArgument:
    case Code.FailedPrecondition:
    case Code.AlreadyExists:
      return { kind: 'other', message: failed.rawMessage }
    case Code.Internal:
      return { kind: 'other', message: text.errors.internal }
    default:
      // What fetch throws when no answer comes is a TypeError.
      return isUnreachable(error)
        ? { kind: 'temporary', message: text.errors.unreachable }
        : { kind: 'other', message: text.errors.other }
  }
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof ConnectError && error.cause instanceof TypeError)
