import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { REPLACED } from './cluster/role.ts'
import { guardProcess } from './process-guard.ts'

/** A stop that takes longer than this is cut off, in ms. */
export const STOP_LIMIT_MS = 10_000

/** Time for which a replaced server waits for requests on its connections, ms. */
const LINGER_MS = 2000

type StopSignal = 'SIGTERM' | 'SIGINT'

export interface Stoppable {
  /** Tells probes that no more requests should come. */
  drain?: () => void
  /** Finishes what was accepted. @param signal what is handed on to other processes */
  close(lingerMs: number, signal: StopSignal): Promise<void>
}

interface StopOptions {
  /** Time between `drain` and `close` on SIGTERM, in seconds. */
  drainSeconds: number
  limitMs?: number
  /** Resolves when the process is no use any more, with the reason. */
  failed?: Promise<Error> | undefined
}

/**
 * Stops on SIGTERM, which drains first, and SIGINT; a server of a group also when another one has taken its place. SIGINT
 * ends a drain. From now on the process outlives exceptions that nobody caught, within bounds.
 */
export function stopOnSignal(
  stoppable: Stoppable,
  { drainSeconds, limitMs = STOP_LIMIT_MS, failed }: StopOptions,
  log: Logger,
): void {
  const hurry = new AbortController()
  const stop = async (reason: string, { lingerMs = 0, exitCode = 0 } = {}) => {
    log.info({ signal: reason }, 'stopping')
    if (reason === 'SIGTERM' && stoppable.drain && drainSeconds > 0) {
      stoppable.drain()
      await delay(drainSeconds * 1000, undefined, { signal: hurry.signal }).catch(() => {})
    }
    setTimeout(() => process.exit(1), limitMs).unref()
    await stoppable.close(lingerMs, reason === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
    log.info('stopped')
    process.exit(exitCode)
  }
  // A process may get a signal twice: of a whole group of processes, and of its supervisor.
  let isStopping = false
  const begin = (...given: Parameters<typeof stop>) => {
    if (isStopping) return
    isStopping = true
    void stop(...given)
  }
  guardProcess(log, () => begin('too many faults', { exitCode: 1 }))
  void failed?.then(error => {
    log.fatal({ err: error }, 'the embedded database has failed: the process ends, and has to be started again')
    begin('failure', { exitCode: 1 })
  })
  process.on('SIGTERM', () => begin('SIGTERM'))
  process.on('SIGINT', () => {
    hurry.abort()
    begin('SIGINT')
  })
  process.on('message', message => {
    if (message === REPLACED) begin(REPLACED, { lingerMs: LINGER_MS })
  })
}
