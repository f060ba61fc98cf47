import { setTimeout as delay } from 'node:timers/promises'
import type { TestDatabase } from '../../test/support/database.ts'
import { type ServerProcess, startServerProcess } from '../../test/support/server-process.ts'
import { readRows } from '../../test/support/stored-rows.ts'
import { API_KEY } from '../../test/support/test-config.ts'
import { exchange } from '../../test/support/test-server.ts'
import type { Trial } from '../part.ts'

const USERS = 4

/** Calls at once. */
const CALLS = 8

const PAUSE_MS = 50

const PATIENCE_MS = 30_000

const STORED = `
  select external_id, ongoing, end_time is not null as ended,
         (select count(*)::int from conference_participant where conference_id = conference.id) as participants,
         (select count(distinct participant_id)::int from session where conference_id = conference.id) as joined,
         (select count(*)::int from session where conference_id = conference.id and end_time is null) as open
    from conference where external_id like 'race-%'`

/** People join calls at once over two servers of one database, and end them at once, while one of the servers is restarted. */
export async function raceServers(database: TestDatabase, { rounds }: { rounds: number }): Promise<Trial> {
  await using steady = await startServerProcess(database)
  let other = await startServerProcess(database)
  try {
    const apis = () => [steady.api, other.api]
    const played = playRounds(apis, rounds)
    let isOver = false
    void played
      .finally(() => {
        isOver = true
      })
      .catch(() => {})
    for (; !isOver; await delay(500)) other = await renewed(other, database)
    await played
  } finally {
    await other[Symbol.asyncDispose]()
  }
  await steady.stop()
  return judge(await readRows<RaceRow>(database, STORED, []), rounds * CALLS)
}

async function renewed(server: ServerProcess, database: TestDatabase): Promise<ServerProcess> {
  await server.stop()
  return await startServerProcess(database)
}

async function playRounds(apis: () => string[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: CALLS }, (_, call) => playCall(apis, `race-${round}-${call}`)))
  }
}

/** Everybody joins and connects at once, each over one of the servers, and leaves at once. */
async function playCall(apis: () => string[], conferenceId: string): Promise<void> {
  const users = Array.from({ length: USERS }, (_, number) => `${conferenceId}-${number}`)
  const tokens = await Promise.all(
    users.map(async (userId, number) => {
      const { token: init } = await patiently(apis, number, '/initialize', { apiKey: API_KEY, conferenceId, userId })
      const { token } = await patiently(apis, number + 1, '/sessions', { token: init })
      const peer = users[(number + 1) % USERS]
      const added = await patiently(apis, number, '/connection', { token, eventName: 'addConnection', peerId: peer })
      const about = { token, peerId: added['peer_id'], connectionId: added['connection_id'] }
      await patiently(apis, number, '/connection', {
        ...about,
        eventName: 'onconnectionstatechange',
        data: 'connected',
      })
      return token
    }),
  )
  await Promise.all(
    tokens.map((token, number) => patiently(apis, number, '/events/browser', { token, eventName: 'endCall' })),
  )
}

/** Sends until it is answered 200, to the other server next. @returns the answer */
async function patiently(
  apis: () => string[],
  first: number,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  for (let time = first, end = Date.now() + PATIENCE_MS; Date.now() < end; time++) {
    const api = apis()[time % 2] ?? ''
    const reply = await exchange('POST', api + path, body).catch(() => undefined)
    if (reply?.status === 200) return reply.body
    await delay(PAUSE_MS)
  }
  throw new Error(`${path} was refused for ${PATIENCE_MS} ms`)
}

interface RaceRow extends Record<string, unknown> {
  external_id: string
  ongoing: boolean
  ended: boolean
  participants: number
  joined: number
  open: number
}

function judge(rows: readonly RaceRow[], calls: number): Trial {
  const isWhole = ({ ongoing, ended, participants, joined, open }: RaceRow) =>
    !ongoing && ended && participants === USERS && joined === USERS && open === 0
  const names = new Set(rows.map(row => row.external_id))
  const broken = rows.filter(row => !isWhole(row))
  const lost = calls - names.size + broken.length + (rows.length - names.size)
  return {
    what: 'joins and endings over two servers, one of them restarted',
    engine: 'postgres',
    tried: calls,
    survived: calls - lost,
    lost,
    measured: {},
    faults: [
      ...(rows.length > names.size ? [`${rows.length - names.size} calls are stored twice`] : []),
      ...(names.size < calls ? [`${calls - names.size} calls are missing`] : []),
      ...broken.slice(0, 3).map(row => JSON.stringify(row)),
    ],
  }
}
