import { Code, ConnectError, reasonOf, retryAfterOf } from '@peermetrics/client'
import { Refusal, UsageError } from '../failures.ts'

const signIn = 'sign in with "peermetrics sign-in", or give --token'

/** What to do about refusals, by their reason. Others say it in their message. */
const advice: Record<string, string> = {
  missing_token: `this needs a token: ${signIn}`,
  invalid_token: `the server does not know this token: ${signIn}`,
  expired_token: `this token has expired: ${signIn}`,
  app_not_found: 'there is no such app; "peermetrics apps list" shows those that you may see',
  conference_not_found: 'there is no such conference; "peermetrics conferences list" shows those that you may see',
  participant_not_found: 'there is no such participant; "peermetrics search" finds one by name',
  organization_not_found: 'there is no such organization, or you are not a member of it',
  overloaded: 'the server has too much to do at the moment; try again in a while',
}

/** For programs: the server's reason, or one of our own. */
export function reasonFor(error: unknown): string {
  if (error instanceof UsageError) return 'wrong_usage'
  if (error instanceof Refusal) return error.reason
  const reason = reasonOf(error)
  if (reason) return reason
  return error instanceof ConnectError ? (Code[error.code] ?? 'unknown').toLowerCase() : 'failed'
}

/** What went wrong and what to do about it, in one line. */
export const explain = (error: unknown): string => oneLine(sentence(error))

function sentence(error: unknown): string {
  if (error instanceof Refusal) return advice[error.reason] ?? error.message
  if (!(error instanceof ConnectError)) return error instanceof Error ? error.message : String(error)
  const reason = reasonOf(error)
  if (!reason) return protocolFailure(error)
  const seconds = retryAfterOf(error)
  if (seconds !== undefined) return `${error.rawMessage}; try again in ${seconds} s`
  if (reason === 'permission_denied') return `you lack the permission for this: ${error.rawMessage}`
  return advice[reason] ?? error.rawMessage
}

/** The server was not reached, or it is no PeerMetrics server. */
function protocolFailure({ code, rawMessage }: ConnectError): string {
  switch (code) {
    case Code.Unavailable:
      return `${rawMessage}: is it running, and is the URL right?`
    case Code.DeadlineExceeded:
      return 'the server does not answer: is it running, and is the URL right?'
    default:
      return `${rawMessage}: is it a PeerMetrics server, as new as this program, and is the URL right?`
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ')
