import { Code, ConnectError } from '@connectrpc/connect'
import { ErrorDetailSchema } from '../../../gen/peermetrics/error/v1/error_detail_pb.js'

/** The command line cannot be carried out as it is. */
export class UsageError extends Error {}

const signIn = 'sign in with "peermetrics sign-in --url URL --token TOKEN", or give --token'

/** What to do about refusals, by the reason of their detail. Others say it in their message. */
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

/** The reason of a refusal by the server, such as `app_not_found`; undefined for other failures. */
const reasonOf = (error: ConnectError): { reason: string; seconds: string | undefined } | undefined => {
  const [detail] = error.findDetails(ErrorDetailSchema)
  return detail && { reason: detail.reason, seconds: detail.metadata['retry_after_seconds'] }
}

/** What went wrong and what to do about it, in one line. */
export const explain = (error: unknown): string => oneLine(sentence(error))

function sentence(error: unknown): string {
  if (!(error instanceof ConnectError)) return error instanceof Error ? error.message : String(error)
  const refusal = reasonOf(error)
  if (!refusal) return protocolFailure(error)
  const { reason, seconds } = refusal
  if (seconds !== undefined) return `${error.rawMessage}; try again in ${seconds} s`
  if (reason === 'permission_denied') return `you lack the permission for this: ${error.rawMessage}`
  return advice[reason] ?? error.rawMessage
}

/** The server was not reached, or it is no PeerMetrics server. */
function protocolFailure({ code, rawMessage, cause }: ConnectError): string {
  const { code: systemCode } = (cause ?? {}) as { code?: unknown }
  switch (code) {
    case Code.Unavailable:
    case Code.Aborted:
    case Code.Internal:
      return `the server cannot be reached (${systemCode ?? rawMessage}): is it running, and is the URL right?`
    case Code.DeadlineExceeded:
      return 'the server does not answer: is it running, and is the URL right?'
    case Code.Unimplemented:
      return 'the server does not offer this: is it a PeerMetrics server, and as new as this program?'
    default:
      return `the server answers in a way that makes no sense here: ${rawMessage}; is the URL right?`
  }
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, ' ')
