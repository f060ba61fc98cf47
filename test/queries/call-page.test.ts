import { randomUUID } from 'node:crypto'
import { create, toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { IceCandidateType } from '../../gen/peermetrics/call/v1/connection_pb.js'
import type { ConnectionSeries } from '../../gen/peermetrics/query/v1/series_pb.js'
import { SeriesMetric } from '../../gen/peermetrics/query/v1/series_pb.js'
import { TimelineLaneKind, TimelineSpanKind } from '../../gen/peermetrics/query/v1/timeline_pb.js'
import { replayCall, replayCalls } from '../console/support/calls.ts'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { join, succeeded } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { hasSharedData } from '../support/shared-data.ts'
import { type ReadingServer, startReadingServer } from './support/reading.ts'

const LOSS = '08-loss-8pc-both'

const valuesOf = ({ metrics }: ConnectionSeries, metric: SeriesMetric, key = '') =>
  metrics.filter(one => one.metric === metric && one.streamKey.startsWith(key)).map(({ values }) => values)

/** The connections of a conference with their series. */
async function seriesOf({ rpc }: ReadingServer, conferenceId: string, more = {}) {
  const { connections } = await rpc.listConnections({ conferenceId })
  const connectionIds = connections.map(({ id }) => id)
  return await rpc.getConnectionSeries({ conferenceId, connectionIds, ...more })
}

/** Every value of a graph that a finding is made of, while it lasted. */
async function expectFindingsInGraphs(reading: ReadingServer, conferenceId: string): Promise<void> {
  const { connections, startTime } = await seriesOf(reading, conferenceId)
  const start = Number(startTime?.seconds) * 1000 + (startTime?.nanos ?? 0) / 1e6
  const { issues } = await reading.rpc.listIssues({ conferenceId })
  const losses = issues.filter(({ code }) => code === 'high_packet_loss')
  expect(losses.length).toBeGreaterThan(1)
  for (const { connectionId, startTime: from, endTime: to, data, evidence } of losses) {
    const series = connections.find(one => one.connectionId === connectionId)
    const [begin, end] = [from, to].map(time => Number(time?.seconds) * 1000 + (time?.nanos ?? 0) / 1e6 - start)
    const during = (series?.endMs ?? []).flatMap((at, index) =>
      at > (begin ?? 0) && at <= (end ?? 0) + 1 ? [index] : [],
    )
    const found = toJson(ValueSchema, data ?? create(ValueSchema)) as { kind: string; worst: number }
    expect(evidence).toMatchObject({ worst: found.worst, threshold: 5, unit: '%', causedBy: [] })
    expect(evidence?.samples).toBeGreaterThan(1)
    const drawn = valuesOf(series as ConnectionSeries, SeriesMetric.PACKET_LOSS, `inbound-${found.kind}`)
    const worst = drawn.map(values => Math.max(...during.map(index => values[index] ?? Number.NaN)))
    expect(worst).toContainEqual(Math.fround(found.worst))
  }
}

describe.runIf(hasSharedData()).each(engines())('a call over time on %s', engine => {
  it('has series that say what its findings say, as long as it runs and when it is summarised', async () => {
    await using reading = await startReadingServer(engine)
    const { server, rpc } = reading
    const ongoing = await replayCall(server, LOSS, { isOngoing: true, conferenceId: 'ongoing' })
    const { connections, startTime } = await seriesOf(reading, ongoing)
    const { conference } = await rpc.getConference({ conferenceId: ongoing })
    expect(conference?.ongoing).toBe(true)
    expect(startTime).toEqual(conference?.startTime)
    expect(connections).toHaveLength(2)
    for (const series of connections) {
      // For 90 s reports that come twice as often as the app's interval are taken together two by two.
      expect(series.endMs.length).toBeGreaterThan(6)
      expect(series.endMs.length).toBeLessThan(10)
      expect(series.endMs).toEqual(series.endMs.toSorted((a, b) => a - b))
      for (const length of series.lengthMs) expect(Math.abs(length - 10_000)).toBeLessThan(1000)
      for (const { values } of series.metrics) expect(values).toHaveLength(series.endMs.length)
      expect(series.selectedPairs).toMatchObject([{ protocol: 'udp', eventId: expect.any(String) }])
      const localType = series.selectedPairs[0]?.localType
      expect([IceCandidateType.HOST, IceCandidateType.PRFLX]).toContain(localType)
      expect(valuesOf(series, SeriesMetric.ROUND_TRIP_TIME)[0]?.some(value => value > 0)).toBe(true)
      const heard = series.metrics.find(one => one.metric === SeriesMetric.AUDIO_SCORE)
      const { track } = await rpc.getTrack({ trackId: heard?.trackId ?? '' })
      expect(track?.connectionId).toBe(series.connectionId)
      expect(valuesOf(series, SeriesMetric.FRAME_HEIGHT, 'inbound-video').flat()).toContain(480)
    }
    const few = await seriesOf(reading, ongoing, { maxPoints: 5 })
    for (const { endMs } of few.connections) expect(endMs.length).toBeLessThanOrEqual(5)

    const wrong = [
      [{}, 'connection_ids is required'],
      [
        { connectionIds: Array.from({ length: 21 }, () => randomUUID()) },
        'connection_ids must not have more than 20 ids',
      ],
      [{ connectionIds: ['no id'] }, 'connection not found'],
      [{ connectionIds: [randomUUID()] }, 'connection not found'],
      [{ connectionIds: [connections[0]?.connectionId], maxPoints: -1 }, 'max_points must not be negative'],
    ] as const
    for (const [request, message] of wrong) {
      await expect(rpc.getConnectionSeries({ conferenceId: ongoing, ...request } as never)).rejects.toThrow(message)
    }

    const { [LOSS]: ended = '' } = await replayCalls(server, [LOSS])
    await expectFindingsInGraphs(reading, ended)
    // Of a running embedded database rows are not to be had.
    if (engine === 'embedded') return
    const stored = await seriesOf(reading, ended)
    expect(await server.rows('select count(distinct connection_id)::int as connections from series_chunk')).toEqual([
      { connections: 2 },
    ])
    // A summary of another format does not count until it is built anew.
    await server.rows('update summary set version = 0')
    expect(await seriesOf(reading, ended)).toEqual(stored)
    const alice = (await rpc.listParticipants({ conferenceId: ended })).participants[0]
    await clientOf(PrivacyService, server, ADMIN_API_TOKEN).eraseParticipant({ participantId: alice?.id ?? '' })
    const left = await seriesOf(reading, ended)
    expect(left.connections).toEqual(
      stored.connections.filter(one => one.connectionId === left.connections[0]?.connectionId),
    )
    expect(await server.rows('select distinct connection_id as "connectionId" from series_chunk')).toEqual([
      { connectionId: left.connections[0]?.connectionId },
    ])
  }, 120_000)

  it('has a timeline of what its pages reported', async () => {
    await using reading = await startReadingServer(engine)
    const { rpc } = reading
    const calls = await replayCalls(reading.server, ['05-tab-hidden', '02a-muted-by-design', '21-never-connects'])
    const timelineOf = async (name: string) => {
      const conferenceId = calls[name] ?? ''
      const { participants } = await rpc.listParticipants({ conferenceId })
      const timeline = await rpc.getConferenceTimeline({ conferenceId })
      expect(timeline.startTime).toEqual((await rpc.getConference({ conferenceId })).conference?.startTime)
      const spans = (kind: TimelineSpanKind, user: string) => {
        const participant = participants.find(({ externalId }) => externalId === user)
        return timeline.lanes
          .filter(({ participantId }) => participantId === participant?.id)
          .flatMap(lane => lane.spans.filter(span => span.kind === kind))
          .map(({ startMs, endMs, state }) => [startMs, endMs, state])
      }
      return { ...timeline, participants, spans }
    }
    /** By the recording, within a second for what requests took: ms since it began, less the time of the first addConnection. */
    const at = (ms: number, zero: number) => expect.closeTo(ms - zero, -3.3)
    const { HIDDEN, MUTED, USER_MEDIA, PRESENCE, CONNECTION_STATE, ICE_STATE, NEGOTIATION, NO_REPORTS } =
      TimelineSpanKind

    const hidden = await timelineOf('05-tab-hidden')
    expect(hidden.spans(HIDDEN, 'alice')[0]).toEqual([at(27_265, 6433), at(72_280, 6433), ''])
    expect(hidden.spans(USER_MEDIA, 'alice')).toEqual([[at(6109, 6433), at(6185, 6433), 'granted']])
    expect(hidden.spans(NEGOTIATION, 'alice')).toEqual([[expect.any(Number), at(7259, 6433), 'connected']])
    expect(hidden.spans(NO_REPORTS, 'alice')).toEqual([])
    expect(hidden.lanes.map(({ kind }) => TimelineLaneKind[kind])).toEqual([
      ...['SESSION', 'CONNECTION', 'TRACK', 'TRACK'],
      ...['SESSION', 'CONNECTION', 'TRACK', 'TRACK'],
    ])
    expect(hidden.endMs).toBeGreaterThan(90_000)

    const muted = await timelineOf('02a-muted-by-design')
    expect(muted.spans(MUTED, 'alice')).toEqual([
      [at(14_788, 6419), at(66_788, 6419), ''],
      [at(81_787, 6419), at(96_800, 6419), ''],
    ])
    expect(muted.spans(MUTED, 'bob')).toEqual([])
    const [lane] = muted.lanes
    expect(lane?.marks.map(({ label, count, atMs }) => [label, count, atMs])).toEqual([
      ['mute', 1, at(14_788, 6419)],
      ['unmute', 1, at(66_788, 6419)],
      ['mute', 1, at(81_787, 6419)],
    ])

    const failed = await timelineOf('21-never-connects')
    expect(failed.spans(CONNECTION_STATE, 'bob')).toEqual([
      [at(6456, 6232), at(21_569, 6232), 'connecting'],
      [at(21_569, 6232), at(46_877, 6232), 'failed'],
    ])
    expect(failed.spans(ICE_STATE, 'bob')).toEqual([
      [at(6456, 6232), at(21_567, 6232), 'checking'],
      [at(21_567, 6232), at(46_877, 6232), 'disconnected'],
    ])
    expect(failed.spans(PRESENCE, 'bob').length).toBeGreaterThan(0)
    const issues = failed.lanes.flatMap(({ marks }) => marks.flatMap(({ issueId }) => issueId ?? []))
    const { issues: stored } = await rpc.listIssues({ conferenceId: calls['21-never-connects'] ?? '' })
    expect(issues.toSorted()).toEqual(
      stored
        .filter(({ startTime }) => !startTime)
        .map(({ id }) => id)
        .toSorted(),
    )

    const bob = failed.participants.find(({ externalId }) => externalId === 'bob')
    const alone = await rpc.getConferenceTimeline({
      conferenceId: calls['21-never-connects'] ?? '',
      participantId: bob?.id ?? '',
    })
    expect(alone.lanes).toEqual(failed.lanes.filter(({ participantId }) => participantId === bob?.id))

    const { server } = reading
    const waiting = await join(server, { conferenceId: 'waiting room', userId: 'eve' })
    const custom = { token: waiting.token, eventName: 'custom', data: { eventName: 'knock' } }
    succeeded(await server.post('/events/browser', custom))
    const { c: conferenceId } = JSON.parse(Buffer.from(waiting.initToken.split('.')[1] ?? '', 'base64url').toString())
    const { endMs, lanes } = await rpc.getConferenceTimeline({ conferenceId })
    expect(endMs).toBe(lanes[0]?.marks[0]?.atMs)
    expect(lanes[0]?.spans[0]).toMatchObject({ endMs, startMs: expect.any(Number) })
    expect(endMs).toBeGreaterThanOrEqual(lanes[0]?.spans[0]?.startMs ?? Number.NaN)
  }, 120_000)
})
