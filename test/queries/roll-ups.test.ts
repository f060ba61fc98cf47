import { describe, expect, it } from 'vitest'
import { createDatabase, engines } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { startReadingServer } from './support/reading.ts'
import { rowId, type StoredCalls, storeCalls } from './support/stored-calls.ts'

/** Makes the stored calls differ from each other: durations, outcomes, people, paths, setup times, places. */
const variety = ({ appId }: StoredCalls) => `do $$ begin
  update conference set duration = n * 59.9, ongoing = n = 9, created_at = created_at + n / 4 * interval '1 day'
    from (select id, right(id::text, 12)::int as n from conference where app_id = '${appId}') x where x.id = conference.id;
  update issue set conference_id = '${rowId(1, '001', 2)}', type = 'warning', code = 'getusermedia_error',
         data = case right(id::text, 1)::int when 1 then '{"name": "NotAllowedError", "message": "no"}'::jsonb
           when 2 then '{"name": "NotAllowedError"}' when 3 then '"boom"' when 4 then '{"name": {"odd": 1}}' end
   where app_id = '${appId}' and right(id::text, 1)::int <= 5;
  update session set conference_id = ('${rowId(1, '001', 0).slice(0, -12)}' || lpad((1 + right(id::text, 1)::int / 3)::text, 12, '0'))::uuid,
         participant_id = ('${rowId(1, '002', 0).slice(0, -12)}' || right(id::text, 12))::uuid,
         platform = case right(id::text, 1)::int when 1 then '"a string"'::jsonb when 2 then '{"browser": "x", "os": ["y"]}'
           when 3 then '{"browser": {"name": {}}, "os": {"name": 5}}' when 4 then '[]' else '{"browser": {"name": "Chrome"}, "os": {"name": "Linux"}}' end,
         geo_ip = case right(id::text, 1)::int when 1 then '{}'::jsonb
           else '{"countryCode": "GB", "regionCode": "ENG", "city": "London", "latitude": 51.5, "longitude": -0.12}' end
   where app_id = '${appId}';
  update participant set is_sfu = true where id = '${rowId(1, '002', 9)}';
  update connection set type = case right(id::text, 1)::int when 1 then 'relay' when 2 then 'host' when 3 then 'prflx' end,
         negotiations = case right(id::text, 1)::int when 1 then '[{"type": "initial", "status": "connected", "durationMs": 249.9}]'::jsonb
           when 2 then '[{"type": "initial", "status": "connected", "durationMs": 250}, {"type": "renegotiation", "status": "failed"}]'
           when 3 then '[{"type": "initial", "status": "connected", "durationMs": "odd"}]' when 4 then '"odd"' when 5 then '[5]'
           when 6 then '[{"type": "initial", "status": "failed", "durationMs": 10}]'
           when 7 then '[{"type": "initial", "status": "connected", "durationMs": 99999}]' else '[]' end
   where app_id = '${appId}';
end $$`

describe.each(engines())('the roll-ups on %s', engine => {
  it('count what is stored, and pass over what is odd', async () => {
    await using database = await createDatabase(engine)
    const calls = await storeCalls(database, { owner: 1, isActive: true })
    await readRows(database, variety(calls), [])
    await using reading = await startReadingServer(engine, database)
    const { rpc } = reading
    const { appId } = calls
    const get = async (path: string) => (await reading.get(`${path}?appId=${appId}`)).body

    const day = (date: string, success: number, warning: number, error: number, ongoing: number) => {
      return { date, success, warning, error, ongoing, total: success + warning + error + ongoing }
    }
    expect(await get('/conferences/summary')).toEqual({
      data: [day('2026-11-20', 1, 1, 1, 0), day('2026-11-21', 4, 0, 0, 0), day('2026-11-22', 1, 0, 0, 1)],
    })
    const durations = (await get('/conferences/duration-summary')).data
    expect(durations).toHaveLength(12)
    expect(durations.slice(0, 4).map((row: { count: number }) => row.count)).toEqual([1, 2, 2, 4])
    expect(await get('/conferences/participant-count-summary')).toEqual({
      data: [
        { participants: 0, conferences: 6 },
        { participants: 2, conferences: 1 },
        { participants: 3, conferences: 2 },
      ],
      total_conferences: 9,
    })
    expect(await get('/issues/summary')).toEqual({
      data: [
        { code: 'getusermedia_error', title: 'Problem accessing media', count: 5 },
        { code: 'ice_failed', title: 'Connection could not be established', count: 4 },
      ],
    })
    expect(await get('/issues/gum-summary')).toEqual({
      data: [
        { name: 'Unknown', message: '', count: 3 },
        { name: 'NotAllowedError', message: 'no', count: 2 },
      ],
      total: 5,
    })
    expect(await get('/connections/summary')).toEqual({
      data: [
        { name: 'Direct', count: 2 },
        { name: 'Relayed', count: 1 },
      ],
    })
    const setup = (await get('/connections/setup-time-summary')).data as { count: number; conference_ids: string[] }[]
    expect(setup.map(row => row.count)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    expect(setup[0]?.conference_ids).toEqual([calls.conferenceId])
    expect(await get('/sessions/summary')).toEqual({
      browsers: [{ name: 'Chrome', count: 5 }],
      os: [{ name: 'Linux', count: 5 }],
      countries: [{ code: 'GB', count: 8 }],
      cities: [{ city: 'London', latitude: 51.5, longitude: -0.12, count: 8 }],
    })
    expect((await get('/sessions')).data).toHaveLength(9)

    const error = await rpc.getUserMediaErrorSummary({ appId })
    expect(error).toMatchObject({ totalCount: 5, errors: [{ name: '', count: 3 }, { name: 'NotAllowedError' }] })
    const { days } = await rpc.getConferenceOutcomeSummary({
      appId,
      createTimeRange: { startTime: { seconds: BigInt(Date.UTC(2026, 10, 22) / 1000), nanos: 0 } },
    })
    expect(days).toMatchObject([{ date: '2026-11-22', successCount: 1, ongoingCount: 1, totalCount: 2 }])
    expect((await rpc.getConnectionSetupTimeSummary({ appId })).buckets[1]).toMatchObject({
      label: '250 - 500 ms',
      minMs: 250,
      maxMs: 500,
      connectionCount: 1,
    })
    expect((await rpc.getSessionSummary({ appId })).cities).toMatchObject([{ city: 'London', latitude: 51.5 }])
  }, 120_000)
})
