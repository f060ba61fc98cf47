import type { DescMethod } from '@bufbuild/protobuf'
import { MethodOptions_IdempotencyLevel as IdempotencyLevel } from '@bufbuild/protobuf/wkt'
import { Code, type ConnectError } from '@connectrpc/connect'
import { hasDetail, waitSeconds } from '../errors.ts'

/** Tries of a call at most, the first included. */
export const MAX_TRIES = 4

/** Pauses are between 0 and this, doubled with every try, ms. */
const FIRST_PAUSE_MS = 100

/** Whether a repeat of a call changes nothing more than the call did. */
export const isRepeatable = ({ idempotency }: DescMethod): boolean =>
  idempotency === IdempotencyLevel.NO_SIDE_EFFECTS || idempotency === IdempotencyLevel.IDEMPOTENT

/** Milliseconds until the next try; undefined when another one makes no sense. @param tries so far */
export function pauseAfter(error: ConnectError, tries: number): number | undefined {
  const jitter = Math.random() * FIRST_PAUSE_MS * 2 ** (tries - 1)
  const wait = waitSeconds(error)
  if (error.code === Code.Unavailable) return (wait ?? 0) * 1000 + jitter
  if (error.code === Code.ResourceExhausted) return wait === undefined ? undefined : wait * 1000 + jitter
  return isBrokenConnection(error) ? jitter : undefined
}

/** Whether the connection gave out before there was an answer: Node.js names a system error or one of HTTP/2 then. */
function isBrokenConnection(error: ConnectError): boolean {
  if (hasDetail(error) || error.code === Code.Canceled || error.code === Code.DeadlineExceeded) return false
  return systemCodeOf(error) !== undefined
}

/** `ECONNRESET`, say, of the error or one that it came of. */
export function systemCodeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown }
    if (typeof code === 'string' && /^(?:E[A-Z]|UND_ERR_)/.test(code)) return code
  }
  return undefined
}

/** Resolves after a time, or at once when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
  })
}
