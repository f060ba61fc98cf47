import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { QueryService } from '../gen/peermetrics/query/v1/query_service_pb.js'
import { clientOf } from './support/accounts.ts'
import { engines } from './support/database.ts'
import { replayDemoCall } from './support/demo-call.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'
import { startTestServer, type TestServer } from './support/test-server.ts'

const ADMIN_API_TOKEN = 'admin-api-token-of-the-tests'

interface Snapshot {
  participant: string
  created_at: string
  data: { audio: { inbound: { emos: number | null }[] } }
}

async function get(server: TestServer, path: string) {
  const response = await fetch(server.api + path, { headers: { authorization: `Bearer ${ADMIN_API_TOKEN}` } })
  return (await response.json()) as { building?: boolean; summary?: { data: Snapshot[] } }
}

async function graphsOf(server: TestServer, conference: string): Promise<Snapshot[]> {
  for (let tries = 0; tries < 100; tries++) {
    const { summary } = await get(server, `/conferences/${conference}/graphs`)
    if (summary) return summary.data
    await delay(200)
  }
  throw new Error('The summary was not built')
}

describe.runIf(hasSharedData())('the summary of the recorded demo call', () => {
  it.each(engines())('has the scores that the Python server gave, on %s', async engine => {
    await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    const conference = await replayDemoCall(server)
    const snapshots = await graphsOf(server, conference)
    const expected = JSON.parse(readFileSync(sharedPath('data/demo-call-expected.json'), 'utf8')) as {
      emos: { participant: number; emos: (number | null)[] }[]
    }
    const times = snapshots.map(({ created_at }) => created_at)
    expect(times).toEqual(times.toSorted())
    // An event's time counts from its arrival, and the two participants report within 25 ms: who comes first is open.
    const reported = Object.groupBy(snapshots, ({ participant }) => participant)
    const scores = Object.values(reported).map(own =>
      own?.map(({ data }) => data.audio.inbound.map(({ emos }) => emos)),
    )
    const wanted = Object.groupBy(expected.emos, ({ participant }) => participant)
    expect(scores.toSorted()).toEqual(
      Object.values(wanted)
        .map(own => own?.map(({ emos }) => emos))
        .toSorted(),
    )
    const rpc = clientOf(QueryService, server, ADMIN_API_TOKEN)
    const { progress } = await rpc.getConferenceSummary({ conferenceId: conference, omitSnapshots: true })
    const { verdict, participants = [], snapshots: none } = progress.case === 'summary' ? progress.value : {}
    expect(none).toEqual([])
    expect(participants).toHaveLength(2)
    for (const participant of participants) {
      const { rows } = await rpc.listConferences({ participantId: participant.participantId })
      expect(rows).toMatchObject([{ verdict, participantVerdict: participant }])
    }
  })
})
