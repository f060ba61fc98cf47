import { createLogger } from '../../src/log.ts'

/**
 * Log of the servers of tests: silent unless TEST_LOG_LEVEL names a level. One for all: each would go on writing out what it
 * has, ten times a second, for as long as the process lives.
 */
export const testLog = createLogger((process.env['TEST_LOG_LEVEL'] as 'debug') ?? 'silent', { terminal: false })
