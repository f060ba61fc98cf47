/** Every reason for which the service refuses something; stable, part of the contract. */
export type ErrorCode =
  | 'missing_parameters'
  | 'invalid_parameters'
  | 'invalid_api_key'
  | 'app_not_recording'
  | 'domain_not_allowed'
  | 'quota_exceeded'
  | 'missing_token'
  | 'invalid_token'
  | 'expired_token'
  | 'invalid_meta'
  | 'invalid_page_token'
  | 'invalid_position'
  | 'invalid_credentials'
  | 'organization_not_found'
  | 'member_not_found'
  | 'user_not_found'
  | 'api_token_not_found'
  | 'app_not_found'
  | 'conference_not_found'
  | 'participant_not_found'
  | 'session_not_found'
  | 'connection_not_found'
  | 'track_not_found'
  | 'issue_not_found'
  | 'participant_equal_peer'
  | 'connection_ended'
  | 'email_taken'
  | 'member_exists'
  | 'last_owner'
  | 'last_superuser'
  | 'max_organizations_reached'
  | 'method_not_allowed'
  | 'route_not_found'
  | 'permission_denied'
  | 'rate_limited'
  | 'body_too_large'
  | 'request_timeout'
  | 'overloaded'
  | 'unimplemented'
  | 'unknown_error'

/** A refusal: what is wrong, for a program (`code`) and for a person (`message`). Knows nothing of HTTP or gRPC. */
export class DomainError extends Error {
  readonly code: ErrorCode
  /** When trying again makes sense; undefined: at once or never, by the code. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: ErrorCode, message = code.replaceAll('_', ' '), retryAfterSeconds?: number) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export const invalid = (message: string) => new DomainError('invalid_parameters', message)

export const missing = (field: string) => new DomainError('missing_parameters', `${field} is required`)
