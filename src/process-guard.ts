import process from 'node:process'
import type { Logger } from 'pino'

/** Faults in a minute after which the process is no use any more. */
const MAX_FAULTS = 10

const WINDOW_MS = 60_000

/**
 * Logs exceptions that nobody caught. No request, stream or socket gets there: those end with what they were
 * about. What is left is a fault of ours or of a library in a callback of its own, between events; transactions and what was
 * accepted hang on promises, not on it. So it is logged and the process lives on: ending it would let whoever finds such a
 * fault end all other requests with one of his. When they come in numbers, the process gives up, and is started again by its
 * supervisor or by whatever runs it.
 */
export function guardProcess(log: Logger, giveUp: () => void): void {
  let faults: number[] = []
  const note = (error: unknown, message: string) => {
    log.fatal({ err: error }, message)
    const now = Date.now()
    faults = [...faults.filter(at => now - at < WINDOW_MS), now]
    if (faults.length === MAX_FAULTS) giveUp()
  }
  process.on('uncaughtException', error => note(error, 'an exception was not caught'))
  process.on('unhandledRejection', reason => note(reason, 'a rejection was not handled'))
}
