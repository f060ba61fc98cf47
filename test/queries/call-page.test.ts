import { randomUUID } from 'node:crypto'
import { create, toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, it } from 'vitest'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { IceCandidateType } from '../../gen/peermetrics/call/v1/connection_pb.js'
import type { ConnectionSeries } from '../../gen/peermetrics/query/v1/series_pb.js'
import { SeriesMetric } from '../../gen/peermetrics/query/v1/series_pb.js'
import { replayCall, replayCalls } from '../console/support/calls.ts'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
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
  for (const { connectionId, startTime: from, endTime: to, data } of losses) {
    const series = connections.find(one => one.connectionId === connectionId)
    const [begin, end] = [from, to].map(time => Number(time?.seconds) * 1000 + (time?.nanos ?? 0) / 1e6 - start)
    const during = (series?.endMs ?? []).flatMap((at, index) =>
      at > (begin ?? 0) && at <= (end ?? 0) + 1 ? [index] : [],
    )
    const found = toJson(ValueSchema, data ?? create(ValueSchema)) as { kind: string; worst: number }
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
})
