import { Code, ConnectError, type Interceptor } from '@connectrpc/connect'
import type { Logger } from 'pino'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { bearerChallenge } from '../auth/bearer.ts'
import { type DomainError, type ErrorCode, retryAfterSeconds } from '../domain/values/errors.ts'
import { asRefusal } from '../services/refusal.ts'
import { throughStream } from './streams.ts'

/** The gRPC code of each refusal; what it means for a program is the `reason` of the error's detail. */
const codes: Record<ErrorCode, Code> = {
  missing_parameters: Code.InvalidArgument,
  invalid_parameters: Code.InvalidArgument,
  invalid_meta: Code.InvalidArgument,
  participant_equal_peer: Code.InvalidArgument,
  invalid_page_token: Code.InvalidArgument,
  invalid_position: Code.InvalidArgument,
  invalid_api_key: Code.Unauthenticated,
  missing_token: Code.Unauthenticated,
  invalid_token: Code.Unauthenticated,
  expired_token: Code.Unauthenticated,
  invalid_credentials: Code.Unauthenticated,
  domain_not_allowed: Code.PermissionDenied,
  permission_denied: Code.PermissionDenied,
  organization_not_found: Code.NotFound,
  app_not_found: Code.NotFound,
  conference_not_found: Code.NotFound,
  participant_not_found: Code.NotFound,
  session_not_found: Code.NotFound,
  connection_not_found: Code.NotFound,
  track_not_found: Code.NotFound,
  issue_not_found: Code.NotFound,
  job_not_found: Code.NotFound,
  event_not_found: Code.NotFound,
  record_not_found: Code.NotFound,
  sign_in_not_found: Code.NotFound,
  member_not_found: Code.NotFound,
  user_not_found: Code.NotFound,
  api_token_not_found: Code.NotFound,
  email_taken: Code.AlreadyExists,
  member_exists: Code.AlreadyExists,
  last_owner: Code.FailedPrecondition,
  last_superuser: Code.FailedPrecondition,
  conference_ongoing: Code.FailedPrecondition,
  job_not_retriable: Code.FailedPrecondition,
  job_running: Code.FailedPrecondition,
  app_not_recording: Code.FailedPrecondition,
  connection_ended: Code.FailedPrecondition,
  quota_exceeded: Code.ResourceExhausted,
  max_organizations_reached: Code.ResourceExhausted,
  rate_limited: Code.ResourceExhausted,
  body_too_large: Code.ResourceExhausted,
  overloaded: Code.Unavailable,
  request_timeout: Code.DeadlineExceeded,
  method_not_allowed: Code.Unimplemented,
  route_not_found: Code.Unimplemented,
  unimplemented: Code.Unimplemented,
  unknown_error: Code.Internal,
}

/** The detail that says why, for programs. */
export function errorDetail(error: DomainError) {
  const { field, limit } = error.facts
  const facts = { field: field && fieldName(field), limit, retry_after_seconds: retryAfterSeconds(error) }
  const known = Object.entries(facts).filter(([, fact]) => fact !== undefined)
  return { reason: error.code, metadata: Object.fromEntries(known.map(([name, fact]) => [name, String(fact)])) }
}

/** The name of a field as messages spell it. */
export const fieldName = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** Most characters of a message: it travels in a header of gRPC, where clients take 8 KB of all. */
const MAX_MESSAGE_LENGTH = 500

/** Well-formed: a header of gRPC holds it percent-encoded. */
export const shortMessage = (message: string): string => message.slice(0, MAX_MESSAGE_LENGTH).toWellFormed()

/** The refusal as an RPC answers it. */
export function connectError(error: DomainError): ConnectError {
  const wait = retryAfterSeconds(error)
  const challenge = bearerChallenge(error)
  const headers = {
    ...(wait === undefined ? {} : { 'retry-after': String(wait) }),
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
  }
  return new ConnectError(shortMessage(error.message), codes[error.code], headers, [
    { desc: ErrorDetailSchema, value: errorDetail(error) },
  ])
}

/** Turns refusals into Connect errors and hides everything else, which goes to the log. */
export const errorInterceptor =
  (log: Logger): Interceptor =>
  next =>
  async request => {
    const shown = (error: unknown): ConnectError => {
      if (error instanceof ConnectError) return error
      const refused = asRefusal(error)
      if (refused) return connectError(refused)
      if (request.signal.aborted) {
        log.debug({ err: error, route: request.method.parent.typeName }, 'a call was given up by its client')
        return new ConnectError('the client canceled the call', Code.Canceled)
      }
      log.error({ err: error, route: request.method.parent.typeName }, 'a call failed')
      return new ConnectError('internal error', Code.Internal)
    }
    try {
      return throughStream(await next(request), messages => failingAs(messages, shown))
    } catch (error) {
      throw shown(error)
    }
  }

async function* failingAs<Message>(messages: AsyncIterable<Message>, shown: (error: unknown) => ConnectError) {
  try {
    yield* messages
  } catch (error) {
    throw shown(error)
  }
}
