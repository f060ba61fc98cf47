import { type Timestamp, timestampDate } from '@bufbuild/protobuf/wkt'
import { ConnectError } from '@connectrpc/connect'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { IssueSeverity } from '../../gen/peermetrics/call/v1/issue_pb.js'
import { Quality } from '../../gen/peermetrics/call/v1/summary_pb.js'
import { TrackDirection } from '../../gen/peermetrics/call/v1/track_pb.js'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { ConnectionPath, Outcome } from '../../gen/peermetrics/query/v1/conference_filter_pb.js'
import { SortKey } from '../../gen/peermetrics/query/v1/conferences_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { Bucket } from '../../gen/peermetrics/query/v1/roll_ups_pb.js'
import { SearchMatchType } from '../../gen/peermetrics/query/v1/search_pb.js'
import { clientOf } from '../support/accounts.ts'
import { createDatabase, engines, type TestDatabase } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { ADMIN_API_TOKEN, type ReadingServer, startReadingServer } from './support/reading.ts'
import { ROWS, rowId, type StoredCalls, storeCalls } from './support/stored-calls.ts'

const conference = (n: number) => rowId(1, '001', n)
const participant = (n: number) => rowId(1, '002', n)

const verdict = (quality: string, code: string | null, reason: string, more: object = {}) =>
  JSON.stringify({ quality, code, reason, ...more })

const naming = (who: string) => ({ names: [who], anonymousReason: 'Another participant was silent.' })

/** A UUIDv7 of half an hour before the first call. */
const instant = Date.UTC(2026, 10, 20, 9, 30).toString(16).padStart(12, '0')
const EVENT_ID = `${instant.slice(0, 8)}-${instant.slice(8)}-7000-8007-000000000001`

/**
 * Call 1 was bad, 2 and 3 poor, 4 fair, 5 and 6 good, 7 and 8 were not judged, 9 still runs and is poor so far. In call 1
 * are all sessions, connections and issues; call 1 began at 10:00, 2 and 3 at 10:01 and so on, 9 at 23:30 the day after.
 */
const stored = `do $$ begin
  update conference set duration = n * 100, ongoing = n = 9,
         created_at = case n when 9 then '2026-11-21 23:30:00Z' else created_at end,
         verdict = (case n
           when 1 then '${verdict('bad', 'silent_microphone', 'Person 1 was silent.', naming(participant(1)))}'
           when 2 then '${verdict('poor', 'high_packet_loss', 'Packets were lost.')}'
           when 3 then '${verdict('poor', 'audio_score', 'Heard audio was broken.')}'
           when 4 then '${verdict('fair', 'high_packet_loss', 'Packets were lost for a while.')}'
           when 5 then '${verdict('good', null, 'All was well.')}'
           when 6 then '${verdict('good', null, 'All was well.')}'
           when 9 then '${verdict('poor', 'high_rtt', 'Delay was high.')}' end)::jsonb
    from (select id, right(id::text, 12)::int as n from conference) numbered where numbered.id = conference.id;
  update conference_participant set verdict = '${verdict('bad', 'silent_microphone', 'Person 1 was silent.', naming(participant(1)))}'
   where participant_id = '${participant(2)}';
  insert into summary (conference_id, state, version, verdict) values ('${conference(1)}', 'done', 1, '{"conference": null,
    "participants": [{"participant": "${participant(2)}", "verdict": null, "audio": null, "video": null, "observedSeconds": 42}]}');
  update issue set code = case right(id::text, 1)::int when 1 then 'high_rtt' when 2 then 'left_abruptly'
           when 3 then 'getusermedia_error' when 4 then 'ice_failed' else 'high_packet_loss' end,
         type = case when right(id::text, 1)::int in (2, 4) then 'error' else 'warning' end,
         data = case right(id::text, 1)::int when 3 then '{"name": "NotAllowedError"}'::jsonb end;
  update issue set conference_id = '${conference(2)}' where right(id::text, 1)::int = 9;
  update session set participant_id = ('${participant(0).slice(0, -12)}' || right(id::text, 12))::uuid,
         created_at = created_at - right(id::text, 1)::int * interval '1 hour',
         client_address = '203.0.113.0', app_version = case right(id::text, 1)::int when 1 then '2.1' end,
         platform = case right(id::text, 1)::int when 1 then '{"browser": {"name": "Safari", "version": "26.1"}, "os": {"name": "iOS"}}'::jsonb
           else '{"browser": {"name": "Chrome", "version": "156.0.1"}, "os": {"name": "Linux"}}' end;
  update session set conference_id = '${conference(3)}' where right(id::text, 1)::int = 9;
  update participant set name = null where id = '${participant(7)}';
  update participant set is_sfu = true where id = '${participant(8)}';
  update event set id = '${EVENT_ID}' where right(id::text, 1)::int = 1;
  update connection set type = case right(id::text, 1)::int when 1 then 'relay' else 'host' end,
         negotiations = case right(id::text, 1)::int when 1 then '[{"type": "initial", "status": "connected", "startTime": "2026-11-20T10:00:00Z", "endTime": null, "durationMs": 2500}]'::jsonb
           when 2 then '[{"type": "initial", "status": "connected", "startTime": "2026-11-20T10:00:00Z", "endTime": null, "durationMs": 100}]' else '[]' end;
end $$`

const dateOf = (time: Timestamp | undefined) => time && timestampDate(time)

describe.each(engines())('verdicts in lists on %s', engine => {
  let database: TestDatabase
  let reading: ReadingServer
  let calls: StoredCalls
  let others: StoredCalls
  beforeAll(async () => {
    database = await createDatabase(engine)
    calls = await storeCalls(database, { owner: 1, isActive: true })
    await readRows(database, stored, [])
    others = await storeCalls(database, { owner: 2, isActive: true })
    await storeCalls(database, { owner: 3, isActive: false })
    reading = await startReadingServer(engine, database)
  }, 120_000)
  afterAll(async () => {
    await reading[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  type Asked = Parameters<ReadingServer['rpc']['listConferences']>[0]
  const listed = async (request: Asked) => {
    const { rows } = await reading.rpc.listConferences({ appId: calls.appId, ...request })
    return rows.map(row => Number(row.conference?.id.slice(-12)))
  }
  const filtered = (filter: Asked['filter']) => listed({ filter: filter ?? {} })
  const refusal = async (answer: Promise<unknown>) => {
    const error = ConnectError.from(
      await answer.then(
        () => undefined,
        (reason: unknown) => reason,
      ),
    )
    return { message: error.rawMessage, field: error.findDetails(ErrorDetailSchema)[0]?.metadata['field'] }
  }

  it('rows say how the call was, for whom it is asked, and what was found', async () => {
    const { rpc } = reading
    const { rows, totalCount } = await rpc.listConferences({ appId: calls.appId, participantId: participant(2) })
    expect(totalCount).toBeUndefined()
    expect(rows).toMatchObject([
      {
        verdict: { quality: Quality.BAD, code: 'silent_microphone', reason: 'Person 1 was silent.' },
        participantVerdict: { participantId: participant(2), verdict: { quality: Quality.BAD }, observedSeconds: 42 },
        hasErrors: true,
        errorCount: 2,
        warningCount: 6,
        issueCodes: ['ice_failed', 'left_abruptly', 'high_packet_loss', 'high_rtt', 'getusermedia_error'],
        issueCodeCount: 5,
        participantCount: 7,
        participantNames: ['user-7', 'Person 6 of 1', 'Person 5 of 1'],
      },
    ])
    const all = (await rpc.listConferences({ appId: calls.appId, withTotalCount: true })).totalCount
    expect(all).toBe(BigInt(ROWS))
    const details = await rpc.getConference({ conferenceId: conference(9) })
    expect(details.verdict).toMatchObject({ quality: Quality.POOR, code: 'high_rtt' })
    expect((await rpc.getConference({ conferenceId: conference(7) })).verdict).toBeUndefined()
    const { progress } = await rpc.getConferenceSummary({ conferenceId: conference(9), omitSnapshots: true })
    expect(progress).toMatchObject({ case: 'ongoing', value: { verdictSoFar: { reason: 'Delay was high.' } } })
  })

  it('filters narrow a list down', async () => {
    expect(await filtered({ qualities: [Quality.POOR, Quality.BAD] })).toEqual([1, 2, 3, 9])
    expect(await filtered({ qualities: [Quality.NOT_JUDGED] })).toEqual([7, 8])
    expect(await filtered({ qualities: [Quality.NOT_JUDGED, Quality.FAIR] })).toEqual([4, 7, 8])
    expect(await filtered({ verdictCode: 'high_packet_loss' })).toEqual([2, 4])
    expect(await filtered({ verdictCode: 'high_packet_loss', qualities: [Quality.FAIR] })).toEqual([4])
    expect(await filtered({ issueCode: 'high_packet_loss' })).toEqual([1, 2])
    expect(await listed({ issueCode: 'high_packet_loss', filter: { issueCode: 'ice_failed' } })).toEqual([1])
    expect(await filtered({ userMediaErrorName: 'NotAllowedError' })).toEqual([1])
    expect(await filtered({ outcomes: [Outcome.ERROR] })).toEqual([1])
    expect(await filtered({ outcomes: [Outcome.WARNING, Outcome.ONGOING] })).toEqual([2, 9])
    expect(await filtered({ outcomes: [Outcome.SUCCESS] })).toEqual([3, 4, 5, 6, 7, 8])
    expect(await filtered({ browser: 'Chrome' })).toEqual([1, 3])
    expect(await filtered({ browser: 'Safari', operatingSystem: 'iOS', appVersion: '2.1' })).toEqual([1])
    expect(await filtered({ browser: 'Safari', operatingSystem: 'Linux' })).toEqual([])
    expect(await filtered({ path: ConnectionPath.RELAYED, minSetupMs: 2500, maxSetupMs: 3000 })).toEqual([1])
    expect(await filtered({ path: ConnectionPath.RELAYED, maxSetupMs: 2500 })).toEqual([])
    expect(await filtered({ path: ConnectionPath.DIRECT })).toEqual([1])
    expect(await filtered({ minParticipantCount: 1, maxParticipantCount: 6 })).toEqual([3])
    expect(await filtered({ query: 'ROOM-4' })).toEqual([4])
    expect(await filtered({ query: 'person 3 of' })).toEqual([1])
    expect(await filtered({ query: '%' })).toEqual([])
    expect(await filtered({ query: "';--\\_" })).toEqual([])
    expect(await listed({ externalId: 'room-4' })).toEqual([4])
    expect(await listed({ externalId: 'room' })).toEqual([])
  })

  it('lists without a filter have what the caller may see, by time or by duration', async () => {
    const { rpc } = reading
    const both = await rpc.listConferences({ withTotalCount: true, pageSize: 200 })
    expect(both.totalCount).toBe(BigInt(2 * ROWS))
    expect(both.rows).toHaveLength(2 * ROWS)
    const times = both.rows.map(row => row.conference?.createTime?.seconds ?? 0n)
    expect(times).toEqual(times.toSorted((one, other) => Number(one - other)))
    const longest: string[] = []
    let pageToken = ''
    do {
      const wanted = { sortKey: SortKey.DURATION, order: Order.NEWEST_FIRST, pageSize: 4, pageToken }
      const page = await rpc.listConferences(wanted)
      longest.push(...page.rows.map(row => `${row.conference?.duration?.seconds} ${row.conference?.id}`))
      pageToken = page.nextPageToken
    } while (pageToken)
    expect(longest).toHaveLength(2 * ROWS)
    expect(longest.slice(0, 3)).toEqual([
      `900 ${rowId(2, '001', 9)}`,
      `900 ${conference(9)}`,
      `800 ${rowId(2, '001', 8)}`,
    ])
    expect(await listed({ appId: '', organizationId: calls.organizationId })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await listed({ organizationId: others.organizationId })).toEqual([])
    const createTimeRange = { startTime: { seconds: 0n, nanos: 0 } }
    expect((await rpc.listSessions({ createTimeRange })).sessions).toHaveLength(2 * ROWS)
    expect((await rpc.listConnections({})).connections).toHaveLength(2 * ROWS)
    expect((await rpc.listIssues({ pageSize: 4, order: Order.NEWEST_FIRST })).issues).toHaveLength(4)
    expect((await rpc.listParticipants({ externalId: 'user-1' })).participants).toHaveLength(2)
    const { sessions } = await rpc.listSessions({ conferenceId: conference(1), createTimeRange })
    expect(sessions[0]?.clientAddress).toBe('203.0.113.0')
  })

  it('participants are found by words, with what they did', async () => {
    const { rpc } = reading
    const names = async (query: string) =>
      (await rpc.listParticipants({ appId: calls.appId, query })).participants.map(({ externalId }) => externalId)
    expect(await names('person 3')).toEqual(['user-3'])
    expect(await names('SER-7')).toEqual(['user-7'])
    expect(await names('%')).toEqual([])
    expect((await rpc.listParticipants({ query: 'user-3' })).participants).toHaveLength(2)
    await expect(rpc.listParticipants({ query: 'x'.repeat(65) })).rejects.toThrow('query')
    expect((await rpc.listParticipants({ appId: calls.appId })).participants[0]?.activity).toBeUndefined()
    const page = { appId: calls.appId, withActivities: true, pageSize: 2 }
    const first = await rpc.listParticipants(page)
    const second = await rpc.listParticipants({ ...page, pageToken: first.nextPageToken })
    expect(first.participants.map(({ activity }) => activity)).toMatchObject([
      { conferenceCount: 1, badCount: 0, unjudgedCount: 1 },
      { conferenceCount: 1, goodCount: 0, fairCount: 0, poorCount: 0, badCount: 1, unjudgedCount: 0 },
    ])
    expect(second.participants[0]?.activity).toMatchObject({ unjudgedCount: 1 })
    expect(dateOf(first.participants[1]?.activity?.lastSeenTime)).toEqual(new Date('2026-11-20T08:01:00.000Z'))
    const found = await rpc.getParticipant({ participantId: participant(2) })
    expect(found.participant).toEqual(first.participants[1])
  })

  it('tracks of a participant are those of its sessions, one way or both', async () => {
    const { rpc } = reading
    const owner = { case: 'participantId', value: participant(1) } as const
    expect((await rpc.listTracks({ owner })).tracks).toHaveLength(ROWS)
    expect((await rpc.listTracks({ owner, direction: TrackDirection.INBOUND })).tracks).toHaveLength(ROWS)
    expect((await rpc.listTracks({ owner, direction: TrackDirection.OUTBOUND })).tracks).toEqual([])
    expect((await rpc.listTracks({ owner: { ...owner, value: participant(2) } })).tracks).toEqual([])
    await expect(rpc.listTracks({ owner, direction: 7 as TrackDirection })).rejects.toThrow('direction')
  })

  it('roll-ups count by quality, in days and hours of a time zone', async () => {
    const { rpc } = reading
    const { appId } = calls
    const utc = await rpc.getQualitySummary({ appId })
    expect(utc.buckets).toMatchObject([
      { date: '2026-11-20', goodCount: 2, fairCount: 1, poorCount: 2, badCount: 1, unjudgedCount: 2 },
      { date: '2026-11-21', goodCount: 0, poorCount: 1, unjudgedCount: 0 },
    ])
    expect(utc.reasons).toMatchObject([
      { code: 'audio_score', quality: Quality.POOR, conferenceCount: 1 },
      { code: 'high_packet_loss', quality: Quality.FAIR, conferenceCount: 1 },
      { code: 'high_packet_loss', quality: Quality.POOR, conferenceCount: 1, title: 'High packet loss' },
      { code: 'high_rtt', quality: Quality.POOR },
      { code: 'silent_microphone', quality: Quality.BAD },
    ])
    const berlin = await rpc.getConferenceOutcomeSummary({ appId, timeZone: 'Europe/Berlin' })
    expect(berlin.days).toMatchObject([
      { date: '2026-11-20', startTime: { seconds: BigInt(Date.UTC(2026, 10, 19, 23) / 1000) }, successCount: 6 },
      { date: '2026-11-22', ongoingCount: 1 },
    ])
    const nepal = await rpc.getQualitySummary({ appId, timeZone: 'Asia/Kathmandu', bucket: Bucket.HOUR })
    expect(nepal.buckets.map(({ startTime }) => Number(startTime?.seconds) * 1000)).toEqual([
      Date.UTC(2026, 10, 20, 9, 15),
      Date.UTC(2026, 10, 21, 23, 15),
    ])
    const { issues } = await rpc.getIssueSummary({ appId, filter: { qualities: [Quality.POOR] } })
    expect(issues).toMatchObject([
      { code: 'high_packet_loss', count: 1, conferenceCount: 1, severity: IssueSeverity.WARNING },
    ])
    const everyIssue = await rpc.getIssueSummary({ appId })
    expect(everyIssue.issues[0]).toMatchObject({ code: 'high_packet_loss', count: 5, conferenceCount: 2 })
    const filter = { browser: 'Safari' }
    expect((await rpc.getSessionSummary({ appId, filter })).browserVersions).toMatchObject([
      { name: 'Chrome', version: '156', sessionCount: 7 },
      { name: 'Safari', version: '26', sessionCount: 1 },
    ])
    expect((await rpc.getSessionSummary({ appId })).appVersions).toMatchObject([{ name: '2.1', sessionCount: 1 }])
    expect(await rpc.getConnectionTypeSummary({ appId, filter })).toMatchObject({ directCount: 8, relayedCount: 1 })
    expect((await rpc.getParticipantCountSummary({ appId, filter })).totalConferenceCount).toBe(1)
    expect((await rpc.getUserMediaErrorSummary({ appId, filter: { browser: 'x' } })).totalCount).toBe(0)
    const setup = await rpc.getConnectionSetupTimeSummary({ appId, filter })
    expect(setup.buckets.reduce((sum, bucket) => sum + bucket.connectionCount, 0)).toBe(2)
    const durations = await rpc.getConferenceDurationSummary({ appId, filter })
    expect(durations.buckets.reduce((sum, bucket) => sum + bucket.conferenceCount, 0)).toBe(1)
  })

  it('the search finds by id what is in a call, in one app where that is asked, with how calls were', async () => {
    const { rpc } = reading
    const found = async (query: string, more: { limit?: number; appId?: string } = {}) =>
      (await rpc.search({ query, ...more })).matches.map(({ type, urlPath }) => `${SearchMatchType[type]} ${urlPath}`)
    const page = `/conference/${calls.conferenceId}`
    expect(await found(calls.sessionId)).toEqual([`SESSION ${page}`])
    expect(await found(calls.connectionId)).toEqual([`CONNECTION ${page}?peer=${calls.connectionId}`])
    expect(await found(EVENT_ID)).toEqual([`EVENT ${page}?event=${EVENT_ID}`])
    expect(await found(EVENT_ID, { appId: others.appId })).toEqual([])
    expect(await found(calls.connectionId, { appId: others.appId })).toEqual([])
    expect((await reading.get(`/search?query=${calls.sessionId}`)).body).toEqual({ matches: [] })
    expect(await found('room-1', { limit: 50 })).toHaveLength(2 * ROWS)
    const { matches } = await rpc.search({ query: 'room-1', appId: calls.appId, limit: 1 })
    expect(matches).toMatchObject([{ id: conference(1), appId: calls.appId, quality: Quality.BAD }])
    expect(matches[0]?.createTime?.seconds).toBe(BigInt(Date.UTC(2026, 10, 20, 10) / 1000))
    expect((await rpc.search({ query: 'room-7', appId: calls.appId, limit: 1 })).matches[0]?.quality).toBe(
      Quality.NOT_JUDGED,
    )
    expect(await found('Organization', { appId: calls.appId })).not.toContainEqual(
      expect.stringContaining('ORGANIZATION'),
    )
  })

  it('what is wrong is refused by the name of the field', async () => {
    const { rpc } = reading
    const { appId } = calls
    const wrong: [() => Promise<unknown>, string][] = [
      [() => rpc.listConferences({ appId: 'x' }), 'app_id'],
      [() => rpc.listConferences({ organizationId: 'x' }), 'organization_id'],
      [() => rpc.listConferences({ sortKey: 9 as SortKey }), 'sort_key'],
      [() => rpc.listConferences({ filter: { qualities: [0] } }), 'filter.qualities'],
      [() => rpc.listConferences({ filter: { outcomes: [77 as Outcome] } }), 'filter.outcomes'],
      [() => rpc.listConferences({ filter: { path: 5 as ConnectionPath } }), 'filter.path'],
      [() => rpc.listConferences({ filter: { minSetupMs: -1 } }), 'filter.min_setup_ms'],
      [
        () => rpc.listConferences({ filter: { minParticipantCount: 3, maxParticipantCount: 2 } }),
        'filter.max_participant_count',
      ],
      [() => rpc.listConferences({ filter: { query: 'x'.repeat(65) } }), 'filter.query'],
      [() => rpc.search({ query: 'x', limit: -1 }), 'limit'],
      [() => rpc.search({ query: 'x', appId: 'x' }), 'app_id'],
      [() => rpc.getQualitySummary({}), 'app_id'],
      [() => rpc.getQualitySummary({ appId, timeZone: 'Mars/Olympus' }), 'time_zone'],
      [() => rpc.getQualitySummary({ appId, timeZone: '+02:00' }), 'time_zone'],
      [() => rpc.getQualitySummary({ appId, bucket: 7 as Bucket }), 'bucket'],
      [() => rpc.getConferenceOutcomeSummary({ appId, filter: { city: 'x'.repeat(65) } }), 'filter.city'],
      [() => rpc.listIssues({ participantId: 'x' }), 'participant_id'],
    ]
    for (const [answer, field] of wrong) {
      const refused = await refusal(answer())
      expect(refused, field).toEqual({ message: expect.stringContaining(field.replace('filter.', '')), field })
    }
  })

  it('a sentence loses the name of somebody who is erased', async () => {
    const privacy = clientOf(PrivacyService, reading.server, ADMIN_API_TOKEN)
    await privacy.eraseParticipant({ participantId: participant(1) })
    const { rows } = await reading.rpc.listConferences({ participantId: participant(2) })
    const sentence = { quality: Quality.BAD, reason: 'Another participant was silent.' }
    expect(rows).toMatchObject([{ verdict: sentence, participantVerdict: { verdict: sentence } }])
  }, 30_000)
})
