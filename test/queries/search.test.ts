import { describe, expect, it } from 'vitest'
import { SearchMatchType } from '../../gen/peermetrics/query/v1/search_pb.js'
import { createDatabase, engines } from '../support/database.ts'
import { startReadingServer } from './support/reading.ts'
import { rowId, storeCalls } from './support/stored-calls.ts'

describe.each(engines())('the search on %s', engine => {
  it('finds what is alike in the scope, most alike first, each thing once', async () => {
    await using database = await createDatabase(engine)
    const own = await storeCalls(database, { owner: 1, isActive: true })
    await storeCalls(database, { owner: 2, isActive: false })
    await using reading = await startReadingServer(engine, database)
    const search = async (query: string) => (await reading.rpc.search({ query })).matches
    const room = await search('room-7')
    expect(room).toHaveLength(5)
    expect(room[0]).toMatchObject({ externalId: 'room-7', name: 'Weekly 7 of 1', id: rowId(1, '001', 7) })
    expect(new Set(room.map(match => match.id)).size).toBe(5)
    expect(room.every(({ id }) => id.startsWith('00001'))).toBe(true)
    expect((await search('weekly 3'))[0]).toMatchObject({ type: SearchMatchType.CONFERENCE, externalId: 'room-3' })
    expect((await search('Persn 4 of 1'))[0]).toMatchObject({ type: SearchMatchType.PARTICIPANT, externalId: 'user-4' })
    expect((await search('app 1'))[0]).toMatchObject({ type: SearchMatchType.APP, id: own.appId, externalId: '' })
    expect(await search('organization 1')).toContainEqual(
      expect.objectContaining({ id: own.organizationId, urlPath: `/organization/${own.organizationId}` }),
    )
    expect((await search(own.conferenceId.toUpperCase()))[0]).toMatchObject({ id: own.conferenceId })
    expect(await search('1'.repeat(32))).toEqual([])
    expect(await search('qqqqzzzz')).toEqual([])
    expect((await reading.get('/search?query=room-7')).body.matches[0]).toEqual({
      name: 'Weekly 7 of 1',
      id: 'room-7',
      url: `/conference/${rowId(1, '001', 7)}`,
      type: 'conference',
    })
  }, 120_000)
})
