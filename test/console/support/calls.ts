import { setTimeout as delay } from 'node:timers/promises'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { replay } from '../../../packages/cli/src/replay/replay.ts'
import { httpSender } from '../../../packages/cli/src/replay/send-http.ts'
import { readTrace } from '../../../packages/cli/src/replay/trace.ts'
import { ADMIN_API_TOKEN, clientOf } from '../../support/accounts.ts'
import { sharedPath } from '../../support/shared-data.ts'
import type { TestServer } from '../../support/test-server.ts'

/** Ids of conferences by the name of the recorded call. */
export type ReplayedCalls = Record<string, string>

/** Replays recorded calls. @returns once each is judged */
export async function replayCalls(server: TestServer, names: readonly string[]): Promise<ReplayedCalls> {
  const entries = await Promise.all(names.map(async name => [name, await replayCall(server, name)] as const))
  const calls = Object.fromEntries(entries)
  await Promise.all(Object.values(calls).map(id => untilJudged(server, id)))
  return calls
}

/** @param isOngoing leaves out its end */
export async function replayCall(
  server: TestServer,
  name: string,
  { isOngoing = false, conferenceId = name, apiKey = server.apiKey } = {},
): Promise<string> {
  const trace = await readTrace(sharedPath(`data/impaired-calls/${name}.json`))
  const end = isOngoing ? trace.requests.findIndex(({ body }) => body?.includes('"endCall"')) : trace.requests.length
  const requests = trace.requests.slice(0, end)
  const exchanges = await replay(
    { ...trace, requests },
    { apiKey, conferenceId, speed: 'max', send: httpSender(server.api) },
  )
  const joined = exchanges.find(({ request }) => request.path === '/v1/initialize' && request.method === 'POST')
  const { token } = JSON.parse(joined?.answer?.text ?? '{}') as { token: string }
  return (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { c: string }).c
}

async function untilJudged(server: TestServer, conferenceId: string): Promise<void> {
  const query = clientOf(QueryService, server, ADMIN_API_TOKEN)
  for (let tries = 0; tries < 150; tries++) {
    const { progress } = await query.getConferenceSummary({ conferenceId })
    if (progress.case === 'summary') return
    await delay(200)
  }
  throw new Error('The summary was not built')
}
