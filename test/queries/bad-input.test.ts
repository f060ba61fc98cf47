import { describe, expect, it } from 'vitest'
import { createDatabase, engines } from '../support/database.ts'
import { startReadingServer } from './support/reading.ts'
import { ROWS, storeCalls } from './support/stored-calls.ts'

const MALFORMED = ['zz', '%27', 'null', '00000000-0000-0000-0000-00000000000g', '%00', '123', '..%2F', '%F0%9F%92%A5']

describe.each(engines())('odd questions on %s', engine => {
  it('are refused with the code of what is wrong, or answered, never with a fault', async () => {
    await using database = await createDatabase(engine)
    const { appId, conferenceId, participantId } = await storeCalls(database, { owner: 1, isActive: true })
    await using reading = await startReadingServer(engine, database)
    const { get } = reading
    const code = async (path: string) => {
      const { status, body } = await get(path)
      return status === 200 ? 200 : body.error_code
    }

    for (const id of MALFORMED) {
      for (const thing of ['conference', 'participant', 'session', 'connection', 'issue']) {
        expect(await code(`/${thing}s/${id}`), `${thing} ${id}`).toBe(`${thing}_not_found`)
      }
      expect(await code(`/conferences/${id}/events`)).toBe('conference_not_found')
      expect(await code(`/conferences?appId=${id}`), id).toBe('invalid_parameters')
      expect(await code(`/conferences?conference_ids=${conferenceId},${id}`), id).toBe('invalid_parameters')
      expect(await code(`/participants?conferenceId=${id}`), id).toBe('invalid_parameters')
      expect(await code(`/connections?participantId=${id}`), id).toBe('invalid_parameters')
      expect(await code(`/issues/summary?appId=${id}`), id).toBe('invalid_parameters')
      expect(await code(`/sessions?conferenceId=${id}`), id).toBe('conference_not_found')
      expect(await code(`/sessions?appId=${id}`), id).toBe('app_not_found')
      expect(await code(`/stats?participantId=${id}`), id).toBe('participant_not_found')
    }
    for (const path of ['conferences', 'participants', 'sessions', 'connections', 'issues', 'stats', 'connection']) {
      expect(await code(`/${path}`), path).toBe('missing_parameters')
      expect(await code(`/${path}?appId=&conferenceId=&participantId=`), path).toBe('missing_parameters')
    }

    for (const [part, expected] of [
      ['limit=-1', 'invalid_parameters'],
      ['offset=-1', 'invalid_parameters'],
      ['limit=1.5', 'invalid_parameters'],
      ['limit=1e3', 'invalid_parameters'],
      ['limit=0x10', 'invalid_parameters'],
      ['offset=NaN', 'invalid_parameters'],
      ['limit=99999999999999999999999', 200],
      ['offset=99999999999999999999999', 200],
    ] as const) {
      for (const list of ['conferences', 'participants', 'sessions']) {
        expect(await code(`/${list}?appId=${appId}&${part}`), `${list} ${part}`).toBe(expected)
      }
      expect(await code(`/conferences/${conferenceId}/events?${part}`), part).toBe(expected)
    }
    expect((await get(`/conferences?appId=${appId}&limit=0`)).body).toEqual({ results: [], count: ROWS })
    expect((await get(`/conferences?appId=${appId}&offset=1000`)).body).toEqual({ results: [], count: ROWS })

    for (const date of [
      'x',
      '2026-02-31',
      '2026-13-01',
      '0000-01-01',
      '99999-01-01',
      '2026-01-01T25:00:00Z',
      "'",
      '%00',
    ]) {
      for (const list of [
        `conferences?appId=${appId}`,
        `issues?appId=${appId}`,
        `stats?participantId=${participantId}`,
      ]) {
        for (const bound of ['gt', 'gte', 'lt', 'lte']) {
          expect(await code(`/${list}&created_at_${bound}=${date}`), date).toBe('invalid_parameters')
        }
      }
    }
    for (const number of ['abc', 'NaN', '1,5', 'Infinity', '--1']) {
      expect(await code(`/conferences?appId=${appId}&duration_gte=${number}`), number).toBe('invalid_parameters')
    }
    expect(await code(`/conferences?appId=${appId}&duration_lt=1e308`)).toBe(200)

    for (const text of ['%00', '%25', "'%20or%201=1--", '%5C', '$x', '%ED%A0%80', '\ufffd']) {
      expect((await get(`/conferences?appId=${appId}&issue_code=${text}`)).body, text).toEqual({ data: [] })
      expect((await get(`/conferences/${conferenceId}/events?type=${text}`)).body, text).toEqual({ data: [] })
      expect((await get(`/conferences/${conferenceId}/events?type=-${text}`)).body.data, text).toHaveLength(ROWS)
      expect((await get(`/search?query=${text}`)).body, text).toEqual({ matches: [] })
    }
    expect(await code(`/search?query=${'a'.repeat(65)}`)).toBe('invalid_parameters')
    expect(await code(`/search?query=${encodeURIComponent('💥'.repeat(64))}`)).toBe(200)
    expect(await code('/search')).toBe('invalid_parameters')
  }, 120_000)

  it('take each bound of time for what it says, to the microsecond', async () => {
    await using database = await createDatabase(engine)
    const { appId } = await storeCalls(database, { owner: 1, isActive: true })
    await using reading = await startReadingServer(engine, database)
    const found = async (bound: string) =>
      (await reading.get(`/conferences?appId=${appId}&created_at_${bound}`)).body.data.length
    // Two of nine were created at 10:01:00.000123.
    expect(await found('gt=2026-11-20T10:01:00.000123Z')).toBe(6)
    expect(await found('gte=2026-11-20T10:01:00.000123Z')).toBe(8)
    expect(await found('gt=2026-11-20T10:01:00.000122Z')).toBe(8)
    expect(await found('lt=2026-11-20T10:01:00.000123')).toBe(1)
    expect(await found('lte=2026-11-20%2010:01:00.000123')).toBe(3)
    expect(await found('gte=2026-11-20T12:01:00.000123%2B02:00')).toBe(8)
    expect(await found('gte=2026-11-20')).toBe(9)
    expect(await found('gte=2026-11-21')).toBe(0)
  }, 120_000)
})
