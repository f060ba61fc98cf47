import http from 'node:http'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { startServerProcess } from '../../test/support/server-process.ts'
import type { Trial } from '../part.ts'
import { ATTACKER } from './sockets.ts'

const LIMIT_PER_MINUTE = 200

const CONNECTIONS = 100

/** One address asks over many connections, naming another address of its own in every request. */
export async function evadeRateLimit(
  engine: Engine,
  database: TestDatabase,
  { requests, workers }: { requests: number; workers: string },
): Promise<Trial> {
  await using server = await startServerProcess(database, {
    RATE_LIMIT_PER_MINUTE: String(LIMIT_PER_MINUTE),
    WORKERS: workers,
  })
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const statuses = await Promise.all(
    Array.from({ length: requests }, (_, index) =>
      status(`${server.api}/initialize`, agent, `10.0.${index >> 8}.${index & 255}`),
    ),
  )
  agent.destroy()
  const served = statuses.filter(each => each !== 429 && each !== 0).length
  const lost = Math.max(0, served - LIMIT_PER_MINUTE)
  return {
    what: `rate-limit evasion, ${workers} worker(s)`,
    engine,
    tried: requests,
    survived: requests - lost,
    lost,
    measured: { limit: LIMIT_PER_MINUTE, served },
    faults: lost > 0 ? [`${served} requests of one address were served, the limit is ${LIMIT_PER_MINUTE}`] : [],
  }
}

/** 0: none came. */
function status(url: string, agent: http.Agent, claimed: string): Promise<number> {
  return new Promise(resolve => {
    const headers = { 'x-forwarded-for': claimed, 'x-real-ip': claimed, forwarded: `for=${claimed}` }
    const request = http.request(url, { method: 'POST', agent, localAddress: ATTACKER, headers }, response => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', () => resolve(0))
    request.end('{}')
  })
}
