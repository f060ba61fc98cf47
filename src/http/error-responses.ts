import { type DomainError, type ErrorCode, retryAfterSeconds } from '../domain/values/errors.ts'

interface ErrorForm {
  status: number
  /** Text that SDKs and dashboards in the field expect; undefined: the error's own message. */
  message?: string
}

/** Status and text of each refusal on the HTTP routes. Not-found is 400 here: SDKs and dashboards in the field test for it. */
const forms: Record<ErrorCode, ErrorForm> = {
  missing_parameters: { status: 400, message: 'Some parameters are missing from the request.' },
  invalid_parameters: { status: 400, message: 'Some supplied parameters are not valid.' },
  invalid_api_key: { status: 400, message: 'Invalid api key.' },
  app_not_recording: { status: 400, message: 'The requested app is not recording.' },
  domain_not_allowed: { status: 403, message: 'The app does not allow this domain.' },
  quota_exceeded: { status: 400, message: 'Quota exceeded.' },
  missing_token: { status: 401, message: 'No token supplied.' },
  invalid_token: { status: 401, message: 'Invalid token.' },
  expired_token: { status: 401, message: 'Expired token.' },
  invalid_meta: { status: 400, message: 'Invalid meta.' },
  invalid_page_token: { status: 400 },
  invalid_position: { status: 400 },
  invalid_credentials: { status: 401 },
  member_not_found: { status: 400 },
  user_not_found: { status: 400 },
  api_token_not_found: { status: 400 },
  email_taken: { status: 400 },
  member_exists: { status: 400 },
  last_owner: { status: 400 },
  last_superuser: { status: 400 },
  job_not_found: { status: 400 },
  record_not_found: { status: 400 },
  sign_in_not_found: { status: 400 },
  conference_ongoing: { status: 400 },
  job_not_retriable: { status: 400 },
  job_running: { status: 400 },
  organization_not_found: { status: 400, message: 'The requested organization does not exist.' },
  app_not_found: { status: 400, message: 'The requested app does not exist.' },
  conference_not_found: { status: 400, message: 'The requested conference does not exist.' },
  participant_not_found: { status: 400, message: 'The requested participant does not exist.' },
  session_not_found: { status: 400, message: 'The requested session does not exist.' },
  connection_not_found: { status: 400, message: 'The requested connection does not exist.' },
  track_not_found: { status: 400, message: 'The requested track does not exist.' },
  issue_not_found: { status: 400, message: 'The requested issue does not exist.' },
  event_not_found: { status: 400, message: 'The requested event does not exist.' },
  participant_equal_peer: {
    status: 400,
    message: "The participant and peer can't be the same for an event.",
  },
  connection_ended: {
    status: 400,
    message: 'This connection has ended and we are no longer listening for events.',
  },
  max_organizations_reached: { status: 400, message: 'Too many organizations for current plan.' },
  method_not_allowed: { status: 405, message: 'Method not allowed.' },
  route_not_found: { status: 404 },
  permission_denied: { status: 403 },
  rate_limited: { status: 429 },
  body_too_large: { status: 413 },
  request_timeout: { status: 408 },
  overloaded: { status: 503 },
  unimplemented: { status: 501 },
  unknown_error: { status: 400 },
}

/** Status of a refusal, and its fixed message where it has one. */
export const errorForm = (code: ErrorCode): Readonly<ErrorForm> => forms[code]

export interface ErrorResponse {
  status: number
  headers: Record<string, string>
  body: { error_code: ErrorCode; message: string }
}

/**
 * The answer to a request that was refused. Where the message is fixed by contract, `X-Error-Detail` says what exactly
 * is wrong.
 */
export function errorResponse(error: DomainError): ErrorResponse {
  const { status, message } = forms[error.code]
  const headers: Record<string, string> = {}
  if (message !== undefined) headers['x-error-detail'] = headerText(error.message)
  const wait = retryAfterSeconds(error)
  if (wait !== undefined) headers['retry-after'] = String(wait)
  return { status, headers, body: { error_code: error.code, message: message ?? error.message } }
}

/** The answer to a fault of ours; the cause goes to the log only. */
export const faultResponse: ErrorResponse = {
  status: 500,
  headers: {},
  body: { error_code: 'unknown_error', message: '' },
}

const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)
