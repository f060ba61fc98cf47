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
  | 'job_not_found'
  | 'event_not_found'
  | 'record_not_found'
  | 'sign_in_not_found'
  | 'participant_equal_peer'
  | 'connection_ended'
  | 'email_taken'
  | 'member_exists'
  | 'last_owner'
  | 'last_superuser'
  | 'conference_ongoing'
  | 'job_not_retriable'
  | 'job_running'
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

/** Facts about one refusal, for programs. */
export interface RefusalFacts {
  /** Path of the field that is wrong, as its door spells it. */
  field?: string
  /** The bound that was exceeded. */
  limit?: number
  /** When trying again makes sense. */
  retryAfterSeconds?: number
}

/** A refusal: what is wrong, for a program (`code`) and for a person (`message`). Knows nothing of HTTP or gRPC. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly facts: RefusalFacts

  constructor(code: ErrorCode, message = code.replaceAll('_', ' '), facts: RefusalFacts = {}) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.facts = facts
  }
}

export const invalid = (message: string, facts?: RefusalFacts) => new DomainError('invalid_parameters', message, facts)

/** @param what the field, or words for what is missing */
export const missing = (what: string) =>
  new DomainError('missing_parameters', `${what} is required`, /^\w+$/.test(what) ? { field: what } : {})

/** Seconds to wait where the refusal names no others. */
const RETRY_AFTER_S = 1

/** Refusals that have nothing to do with what was asked: the same request may succeed a little later. */
const passing: readonly ErrorCode[] = ['rate_limited', 'overloaded']

/** Seconds after which a refused request may be sent again; undefined: at once or never, by the code. */
export const retryAfterSeconds = ({ code, facts }: DomainError): number | undefined =>
  facts.retryAfterSeconds ?? (passing.includes(code) ? RETRY_AFTER_S : undefined)
