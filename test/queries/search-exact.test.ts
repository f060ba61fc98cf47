import { describe, expect, inject, it } from 'vitest'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { succeeded } from '../support/call.ts'
import { createDatabase, engines } from '../support/database.ts'
import { databaseEnvironment, startServerProcess } from '../support/server-process.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange, startTestServer } from '../support/test-server.ts'

/** Calls and their first participants: external id and name of each. */
type Named = [externalId: string, name?: string]

const store = async (api: string, conference: Named, user: Named = ['someone']) => {
  const [conferenceId, conferenceName] = conference
  const [userId, userName] = user
  const body = { apiKey: API_KEY, conferenceId, conferenceName, userId, userName }
  succeeded(await exchange('POST', `${api}/initialize`, body))
}

const searchOf = (server: { url: string }) => async (query: string) =>
  (await clientOf(QueryService, server, ADMIN_API_TOKEN).search({ query })).matches

const signs = ['🎉🎉', '👩‍👩‍👧', '***', '::/::', '-', '%', '_%_', '\\', "'"]

const scripts: Named[] = [
  ['встреча-1', 'Планёрка отдела'],
  ['会议-1', '每周例会'],
  ['συνάντηση', 'Εβδομαδιαία'],
  ['größe', 'Grüße'],
]

describe.each(engines())('a search on %s for what is called just so', engine => {
  it('finds it first, among any number of like names', async () => {
    await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    const search = searchOf(server)
    // All these are as similar as the exact one: trigrams see neither case, nor order, nor signs.
    for (const id of [
      'Team-Call',
      'team_call',
      'call.team',
      'CALL team',
      'team call call',
      'team  call',
      'team-call-2',
    ]) {
      await store(server.api, [id], [`${id} user`, id.toUpperCase()])
    }
    await store(server.api, ['team-call'], ['user-7', 'TEAM+CALL'])
    for (const [query, externalId] of [
      ['team-call', 'team-call'],
      ['call.team', 'call.team'],
      ['TEAM+CALL', 'user-7'],
    ] as const) {
      const [first, ...rest] = await search(query)
      expect(first).toMatchObject({ externalId })
      expect(rest).toHaveLength(4)
    }
    const [exact, ...begun] = await search('team-call-')
    expect(exact).toMatchObject({ externalId: 'team-call-2' })
    expect(begun.map(match => match.externalId)).not.toContain('team-call-2')
    expect((await search('Demo app'))[0]).toMatchObject({ name: 'Demo app' })
    expect((await search('demo org'))[0]).toMatchObject({ name: 'Demo organization' })
    const { body } = await exchange('GET', `${server.api}/search?query=team-call`, undefined, {
      authorization: `Bearer ${ADMIN_API_TOKEN}`,
    })
    expect(body.matches[0]).toMatchObject({ id: 'team-call', type: 'conference' })
  })

  it('finds ids and names of signs and of any script', async () => {
    await using server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    const search = searchOf(server)
    for (const sign of signs) await store(server.api, [sign], [`user of ${sign}`, `${sign}${sign}`])
    for (const named of scripts) await store(server.api, named)
    for (const sign of signs) {
      expect((await search(sign))[0], sign).toMatchObject({ externalId: sign })
      expect((await search(`${sign}${sign}`))[0], sign).toMatchObject({ externalId: `user of ${sign}` })
    }
    for (const [externalId, name = ''] of scripts) {
      const misspelt = name.length > 6 ? [name.slice(1)] : []
      for (const query of [externalId, name, name.slice(0, 3), ...misspelt]) {
        expect((await search(query))[0], query).toMatchObject({ externalId, name })
      }
    }
  })
})

describe.runIf(inject('postgresUrl'))('a database with the locale C', () => {
  it('is warned of at the start, and what is called just so is found all the same', async () => {
    await using database = await createDatabase('postgres', { migrated: false, locale: 'C' })
    const environment = { ...databaseEnvironment(database), ADMIN_API_TOKEN }
    await using server = await startServerProcess(database, environment)
    expect((await server.logged('listening')).msg).toBe('listening')
    expect(
      server
        .log()
        .filter(({ level }) => level === 40)
        .map(({ msg }) => msg),
    ).toContainEqual(expect.stringContaining('LC_CTYPE "C"'))
    const search = searchOf(server)
    for (const named of [...scripts, ['🎉🎉'] satisfies Named]) await store(server.api, named)
    for (const [externalId, name = externalId] of scripts) {
      for (const query of [externalId, name, name.slice(0, 3)]) {
        expect((await search(query))[0], query).toMatchObject({ externalId })
      }
    }
    expect((await search('🎉'))[0]).toMatchObject({ externalId: '🎉🎉' })
  }, 60_000)
})
