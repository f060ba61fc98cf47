import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from './config/config.ts'

/** Keys whose values never reach a log, wherever they stand in what is logged. */
const secretKeys = ['token', 'apiKey', 'api_key', 'password', 'secret', 'authorization', 'cookie']

/**
 * Lines are written some at a time, soon: one write costs as much as making ten lines. No write is larger than what a pipe
 * takes in one piece (PIPE_BUF), so that the lines of several processes do not get mixed up.
 */
const OUTPUT = { minLength: 3072, maxWrite: 4096, periodicFlush: 100 }

/** JSON lines, or readable ones on a terminal. */
export function createLogger(level: Config['logLevel'], { terminal }: { terminal: boolean }): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: secretKeys.flatMap(key => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
  }
  if (!terminal) return pino(options, pino.destination(OUTPUT))
  return pino(options, pretty({ translateTime: 'HH:MM:ss.l', ignore: 'pid,hostname', singleLine: true, sync: true }))
}

/**
 * The logger of request lines. They are made of known fields, ids and codes: to look for secrets in them by name would
 * take four times as long as writing them.
 */
export const requestLogger = (log: Logger): Logger => log.child({}, { redact: { paths: [] } })
