import type { Config } from '../../../src/config/config.ts'
import { defaultLimits, type Limits } from '../../../src/net/limits.ts'
import { lightEngine } from '../../support/database.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { certificate } from './raw-socket.ts'

/** The ways to reach a server: what is true of one is true of the others. */
export const transports = ['clear text', 'TLS'] as const

/** A server with limits that are reached soon. */
export const startStrictServer = (
  transport: (typeof transports)[number],
  limits: Partial<Limits>,
  overrides: Partial<Config> = {},
): Promise<TestServer> =>
  startTestServer(lightEngine(), {
    tls: transport === 'TLS' ? certificate : null,
    limits: { ...defaultLimits, sweepMs: 50, ...limits },
    ...overrides,
  })
