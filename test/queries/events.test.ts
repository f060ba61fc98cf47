import { randomUUID } from 'node:crypto'
import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { EventCategory } from '../../gen/peermetrics/call/v1/event_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { addConnection, join, statsReport, succeeded } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { type ReadingServer, startReadingServer } from './support/reading.ts'

interface LegacyEvent {
  id: string
  type: string
  track: string | null
  created_at: string
  data: Record<string, unknown>
}

/** A report about two known tracks and one stream without a track. */
const report = (timestamp: number) => ({
  ...statsReport(timestamp),
  video: {
    inbound: [{ id: 'v', timestamp, track: {}, trackIdentifier: 'seen' }],
    outbound: [{ id: 'untied', timestamp }],
  },
  remote: { audio: { inbound: [], outbound: [] } },
})

/** A call with three stats reports, of three events each, among three other events. @returns ids of conference and participant */
async function playReports({ server, get }: ReadingServer) {
  const caller = await join(server, { conferenceId: randomUUID(), userId: randomUUID() })
  const { token } = caller
  const { connectionId } = await addConnection(server, caller, randomUUID(), { delta: 60_000 })
  for (const [index, delta] of [50_000, 40_000, 30_000].entries()) {
    succeeded(await server.post('/stats', { token, connectionId, data: report(index), delta }))
  }
  for (const delta of [45_000, 20_000]) {
    succeeded(await server.post('/events/browser', { token, eventName: 'custom', data: { delta }, delta }))
  }
  const { data } = (await get(`/connections/${connectionId}`)).body
  return { conferenceId: data.conference as string, participantId: data.participant as string }
}

describe.each(engines())('events read back on %s', engine => {
  it('show a stats report as one event a track and one for the connection, wherever they are listed', async () => {
    await using reading = await startReadingServer(engine)
    const { conferenceId, participantId } = await playReports(reading)
    const { get, rpc } = reading
    const all = (await get(`/conferences/${conferenceId}/events`)).body.data as LegacyEvent[]
    expect(all.map(event => [event.type, event.track !== null])).toEqual([
      ['addConnection', false],
      ['stats', true],
      ['stats', true],
      ['stats', false],
      ['custom', false],
      ...[true, true, false].map(ofTrack => ['stats', ofTrack]),
      ...[true, true, false].map(ofTrack => ['stats', ofTrack]),
      ['custom', false],
    ])
    expect(new Set(all.map(event => event.id)).size).toBe(all.length)
    expect([...all].sort((a, b) => (a.created_at + a.id < b.created_at + b.id ? -1 : 1))).toEqual(all)
    expect(all[1]?.data).toMatchObject({ id: 'in', packetsReceived: 50 })
    expect(all[2]?.data).toMatchObject({ id: 'v', trackIdentifier: 'seen' })
    expect(all[3]?.data).toMatchObject({ connection: { bytesSent: 1000 }, video: { outbound: [{ id: 'untied' }] } })
    expect(all[3]?.data).not.toHaveProperty('audio')
    const track = await rpc.getTrack({ trackId: all[1]?.track ?? '' })
    expect(track.track?.trackIdentifier).toBe('heard')

    for (const path of [`/conferences/${conferenceId}/events?`, `/stats?conferenceId=${conferenceId}&`]) {
      const whole = path.startsWith('/stats') ? all.filter(event => event.type === 'stats') : all
      for (let offset = 0; offset <= whole.length; offset++) {
        for (const limit of [1, 2, 5]) {
          const { body } = await get(`${path}limit=${limit}&offset=${offset}`)
          expect(body, `${path} ${limit} ${offset}`).toEqual({
            results: whole.slice(offset, offset + limit),
            count: whole.length,
          })
        }
      }
    }
    expect((await get(`/conferences/${conferenceId}/events?type=-stats`)).body.data).toEqual(
      all.filter(event => event.type !== 'stats'),
    )
    expect((await get(`/events/browser?participantId=${participantId}&type=custom`)).body.data).toHaveLength(2)

    const ids = all.map(event => event.id)
    for (const order of [Order.OLDEST_FIRST, Order.NEWEST_FIRST]) {
      for (const pageSize of [1, 2, 3, 4, 7]) {
        const read: string[] = []
        let pageToken = ''
        do {
          const page = await rpc.listEvents({ participantId, pageSize, pageToken, order })
          read.push(...page.events.map(event => event.id))
          pageToken = page.nextPageToken
        } while (pageToken !== '')
        expect(read, `pages of ${pageSize}`).toEqual(order === Order.OLDEST_FIRST ? ids : ids.toReversed())
      }
    }
    const stats = await rpc.listEvents({ conferenceId, category: EventCategory.STATS })
    expect(stats.events).toHaveLength(9)
    expect((await rpc.listConferenceEvents({ conferenceId, excludedType: 'stats' })).events).toHaveLength(3)

    const typesOf = async (request: Parameters<typeof rpc.listEvents>[0]) =>
      (await rpc.listEvents(request)).events.map(event => event.type)
    const session = (await rpc.listSessions({ conferenceId })).sessions[0]
    const { connectionId = '' } = stats.events[0] ?? {}
    expect(await typesOf({ sessionId: session?.id ?? '' })).toHaveLength(12)
    expect(await typesOf({ connectionId, excludedType: 'stats' })).toEqual(['addConnection'])
    expect(await typesOf({ connectionId })).toHaveLength(10)
    expect(await typesOf({ trackId: all[1]?.track ?? '' })).toEqual([])
    expect(await typesOf({ conferenceId, types: ['custom', 'addConnection'] })).toEqual([
      'addConnection',
      'custom',
      'custom',
    ])
    expect(await typesOf({ conferenceId, text: '45000' })).toEqual(['custom'])
    expect(await typesOf({ conferenceId, text: 'ADDCONN' })).toEqual(['addConnection'])
    expect(await typesOf({ conferenceId, text: '%' })).toEqual([])
    await expect(rpc.listEvents({ conferenceId, types: Array.from({ length: 51 }, () => 'x') })).rejects.toThrow(
      'types',
    )
    await expect(rpc.listEvents({ conferenceId, text: 'x'.repeat(65) })).rejects.toThrow('text')
    const other = await playReports(reading)
    expect(await typesOf({ conferenceId: other.conferenceId, connectionId })).toEqual([])

    const { server } = reading
    const caller = await join(server, { conferenceId: randomUUID(), userId: randomUUID() })
    const { token } = caller
    const added = await addConnection(server, caller, randomUUID())
    const sdp = Array.from({ length: 2000 }, () => `a=${randomUUID()}`).join('\r\n')
    for (const text of [sdp, 'x'.repeat(2000)]) {
      const data = { signalingState: 'stable', localDescription: { sdp: text }, text, count: 3, none: null }
      succeeded(await server.post('/events/browser', { token, eventName: 'custom', data }))
    }
    const { conference: withSdp } = (await get(`/connections/${added.connectionId}`)).body.data
    const { events: large } = await rpc.listEvents({ conferenceId: withSdp, type: 'custom', omitData: true })
    expect(large.map(({ data, dataOmitted }) => [data && toJson(ValueSchema, data), dataOmitted])).toEqual([
      [{ signalingState: 'stable', count: 3 }, true],
      [{ signalingState: 'stable', count: 3 }, true],
    ])

    const whole = (await rpc.listEvents({ conferenceId })).events
    const brief = (await rpc.listEvents({ conferenceId, omitData: true })).events
    expect(brief.map(({ id }) => id)).toEqual(ids)
    for (const [index, event] of brief.entries()) {
      const isStats = event.type === 'stats'
      expect(event.dataOmitted).toBe(isStats)
      expect(event.data).toEqual(isStats ? undefined : whole[index]?.data)
      expect((await rpc.getEvent({ conferenceId, eventId: event.id })).event).toEqual(whole[index])
    }
    await expect(rpc.getEvent({ conferenceId, eventId: conferenceId })).rejects.toThrow('event not found')
    await expect(rpc.getEvent({ conferenceId: other.conferenceId, eventId: ids[0] ?? '' })).rejects.toThrow(
      'event not found',
    )
  }, 120_000)

  it('are all in the export of their conference, with everything else about it', async () => {
    await using reading = await startReadingServer(engine)
    const { conferenceId } = await playReports(reading)
    const { get, rpc } = reading
    const kinds: (string | undefined)[] = []
    const events: string[] = []
    for await (const { record } of rpc.exportConference({ conferenceId })) {
      kinds.push(record.case)
      if (record.case === 'event') events.push(record.value.id)
    }
    const repeated = (kind: string, times: number) => Array.from({ length: times }, () => kind)
    expect(kinds).toEqual([
      'conference',
      ...repeated('participant', 2),
      'session',
      'connection',
      ...repeated('track', 2),
      ...repeated('event', 12),
    ])
    const { data } = (await get(`/conferences/${conferenceId}/events`)).body as { data: LegacyEvent[] }
    expect(events).toEqual(data.map(event => event.id))
  }, 120_000)
})
