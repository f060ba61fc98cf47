import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { createDatabase, engines } from '../support/database.ts'
import { isThorough } from '../support/thorough.ts'
import { startReadingServer } from './support/reading.ts'
import { ROWS, rowId, type StoredCalls, storeCalls } from './support/stored-calls.ts'

type Rpc = Awaited<ReturnType<typeof startReadingServer>>['rpc']

interface PageOf {
  pageSize: number
  pageToken: string
  order: Order
}

interface PagedList {
  kind: string
  read(rpc: Rpc, calls: StoredCalls, page: PageOf): Promise<{ ids: string[]; nextPageToken: string }>
}

const ids = (rows: { id: string }[]) => rows.map(row => row.id)

/** Every list, asked so that it has all the stored rows of its kind. */
const lists: Record<string, PagedList> = {
  ListConferences: {
    kind: '001',
    async read(rpc, { appId }, page) {
      const { rows, nextPageToken } = await rpc.listConferences({ appId, ...page })
      return { ids: rows.map(row => row.conference?.id ?? ''), nextPageToken }
    },
  },
  ListParticipants: {
    kind: '002',
    async read(rpc, { conferenceId }, page) {
      const { participants, nextPageToken } = await rpc.listParticipants({ conferenceId, ...page })
      return { ids: ids(participants), nextPageToken }
    },
  },
  ListSessions: {
    kind: '003',
    async read(rpc, { participantId }, page) {
      const { sessions, nextPageToken } = await rpc.listSessions({ participantId, ...page })
      return { ids: ids(sessions), nextPageToken }
    },
  },
  ListConnections: {
    kind: '004',
    async read(rpc, { appId }, page) {
      const { connections, nextPageToken } = await rpc.listConnections({ appId, ...page })
      return { ids: ids(connections), nextPageToken }
    },
  },
  ListTracks: {
    kind: '005',
    async read(rpc, { sessionId }, page) {
      const { tracks, nextPageToken } = await rpc.listTracks({
        owner: { case: 'sessionId', value: sessionId },
        ...page,
      })
      return { ids: ids(tracks), nextPageToken }
    },
  },
  ListIssues: {
    kind: '006',
    async read(rpc, { conferenceId }, page) {
      const { issues, nextPageToken } = await rpc.listIssues({ conferenceId, ...page })
      return { ids: ids(issues), nextPageToken }
    },
  },
  ListConferenceEvents: {
    kind: '007',
    async read(rpc, { conferenceId }, page) {
      const { events, nextPageToken } = await rpc.listConferenceEvents({ conferenceId, ...page })
      return { ids: ids(events), nextPageToken }
    },
  },
  ListEvents: {
    kind: '007',
    async read(rpc, { participantId }, page) {
      const { events, nextPageToken } = await rpc.listEvents({ participantId, ...page })
      return { ids: ids(events), nextPageToken }
    },
  },
}

async function readThrough(rpc: Rpc, calls: StoredCalls, list: PagedList, pageSize: number, order: Order) {
  const read: string[] = []
  for (let pageToken = '', pages = 0; pages <= ROWS; pages++) {
    const page = await list.read(rpc, calls, { pageSize, pageToken, order })
    expect(page.ids.length).toBeLessThanOrEqual(pageSize)
    read.push(...page.ids)
    if (page.nextPageToken === '') return read
    pageToken = page.nextPageToken
  }
  throw new Error('The pages do not end')
}

async function refusal(asked: Promise<unknown>) {
  const error = ConnectError.from(await asked.then(() => undefined).catch((reason: unknown) => reason))
  return { code: error.code, reason: error.findDetails(ErrorDetailSchema)[0]?.reason }
}

const refusedToken = { code: Code.InvalidArgument, reason: 'invalid_page_token' }

/** Sizes of pages: one row, pages that are full or not at the end, all rows and one more. */
const sizes = isThorough ? Array.from({ length: ROWS + 1 }, (_, index) => index + 1) : [1, 3, ROWS - 1, ROWS, ROWS + 1]

describe.each(engines())('paging on %s', engine => {
  it('gives every row once and in order, whatever the size of the pages, both ways', async () => {
    await using database = await createDatabase(engine)
    const calls = await storeCalls(database, { owner: 1, isActive: true })
    await using reading = await startReadingServer(engine, database)
    for (const [name, list] of Object.entries(lists)) {
      const expected = Array.from({ length: ROWS }, (_, index) => rowId(1, list.kind, index + 1))
      for (const size of sizes) {
        const oldest = await readThrough(reading.rpc, calls, list, size, Order.OLDEST_FIRST)
        expect(oldest, `${name}, pages of ${size}`).toEqual(expected)
        const newest = await readThrough(reading.rpc, calls, list, size, Order.NEWEST_FIRST)
        expect(newest, `${name}, pages of ${size}, newest first`).toEqual(expected.toReversed())
      }
    }
    await reading.server.stop()
  }, 120_000)

  it('refuses tokens that were changed, and those of other lists, filters and orders', async () => {
    await using database = await createDatabase(engine)
    const calls = await storeCalls(database, { owner: 1, isActive: true })
    await using reading = await startReadingServer(engine, database)
    const { rpc } = reading
    const order = Order.OLDEST_FIRST
    for (const [name, list] of Object.entries(lists)) {
      const { nextPageToken } = await list.read(rpc, calls, { pageSize: 2, pageToken: '', order })
      const middle = nextPageToken.length >> 1
      const changed = `${nextPageToken.slice(0, middle)}${nextPageToken[middle] === 'A' ? 'B' : 'A'}${nextPageToken.slice(middle + 1)}`
      for (const pageToken of [changed, nextPageToken.slice(0, -4), `${nextPageToken}AAAA`, 'x', '\u0000', '💥']) {
        expect(await refusal(list.read(rpc, calls, { pageSize: 2, pageToken, order })), name).toEqual(refusedToken)
      }
      const turned = list.read(rpc, calls, { pageSize: 2, pageToken: nextPageToken, order: Order.NEWEST_FIRST })
      expect(await refusal(turned), name).toEqual(refusedToken)
      for (const [other, otherList] of Object.entries(lists).filter(([otherName]) => otherName !== name)) {
        const foreign = otherList.read(rpc, calls, { pageSize: 2, pageToken: nextPageToken, order })
        expect(await refusal(foreign), `${name} for ${other}`).toEqual(refusedToken)
      }
      const resized = await list.read(rpc, calls, { pageSize: 5, pageToken: nextPageToken, order })
      expect(resized.ids[0], `${name}: another size is fine`).toBe(rowId(1, list.kind, 3))
    }
    const { nextPageToken } = await rpc.listConferences({ appId: calls.appId, pageSize: 1 })
    const filtered = rpc.listConferences({ appId: calls.appId, issueCode: 'ice_failed', pageToken: nextPageToken })
    expect(await refusal(filtered)).toEqual(refusedToken)
  }, 120_000)

  it('takes 0 for 50 and more than 200 for 200, and refuses negative sizes and unknown orders', async () => {
    await using database = await createDatabase(engine)
    const calls = await storeCalls(database, { owner: 1, isActive: true })
    await using reading = await startReadingServer(engine, database)
    const { rpc } = reading
    for (const [name, list] of Object.entries(lists)) {
      const of = (pageSize: number, order = Order.UNSPECIFIED) =>
        list.read(rpc, calls, { pageSize, pageToken: '', order })
      expect((await of(0)).ids, name).toHaveLength(ROWS)
      expect((await of(2_147_483_647)).ids, name).toHaveLength(ROWS)
      const refused = { code: Code.InvalidArgument, reason: 'invalid_parameters' }
      expect(await refusal(of(-1)), name).toEqual(refused)
      expect(await refusal(of(1, 17 as Order)), name).toEqual(refused)
    }
  }, 120_000)
})
