import type { Config } from '../../src/config/config.ts'
import { readEnvironment } from '../../src/config/environment.ts'

/** Keys and secrets of test servers. */
export const API_KEY = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
export const INIT_TOKEN_SECRET = 'init-secret-of-the-tests, 32 bytes or more'
export const SESSION_TOKEN_SECRET = 'session-secret-of-the-tests, 32 bytes or more'

/** A configuration with defaults that suit tests: any free port, no rate limit. */
export const testConfig = (overrides: Partial<Config> & Pick<Config, 'dataDir'>): Config => ({
  ...readEnvironment({}),
  port: 0,
  workers: 1,
  rateLimitPerMinute: 0,
  demoApiKey: API_KEY,
  initTokenSecret: INIT_TOKEN_SECRET,
  sessionTokenSecret: SESSION_TOKEN_SECRET,
  ...overrides,
})
