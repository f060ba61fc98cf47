import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type StatsSnapshot, statsSnapshot } from '../../../src/domain/summary/stats-snapshot.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { demoCall, demoExpected, goldenBody, goldenEmosReports, reported } from './recorded-stats.ts'

const snapshotOf = (report: unknown) => statsSnapshot(reported(report, {}))
const dataOf = (snapshots: readonly (StatsSnapshot | null)[]) => snapshots.map(snapshot => snapshot?.data)

describe.runIf(hasSharedData())('the recorded snapshots', () => {
  it('of the demo call are the same', () => {
    const expected = demoExpected()
    const snapshots = demoCall().map(statsSnapshot)
    expect(dataOf(snapshots)).toEqual(dataOf(expected.graphs.summary.data))
    expect(Object.keys(snapshots[0] ?? {}).sort()).toEqual(Object.keys(expected.graphs.summary.data[0] ?? {}).sort())
    const emos = snapshots.map(snapshot => ({
      participant: snapshot?.participant,
      emos: snapshot?.data.audio.inbound.map(track => track.emos),
    }))
    expect(emos).toEqual(
      expected.emos.map(({ participant, emos: values }) => ({
        participant: `participant ${participant}`,
        emos: values,
      })),
    )
  })

  it('of the golden conversation are the same', () => {
    expect(dataOf(goldenEmosReports.map(snapshotOf))).toEqual(dataOf(goldenBody('emos: graphs').summary.data))
  })
})

describe('statsSnapshot', () => {
  it('carries the ids and the event time', () => {
    const stats = { ...reported({ connection: { id: 'cp' } }, { atMs: 1234 }), peer: 'peer' }
    expect(statsSnapshot(stats)).toMatchObject({
      id: 'event at 1234',
      app: 'app',
      session: 'session 0',
      conference: 'conference',
      participant: 'participant 0',
      peer: 'peer',
      connection: 'connection 0',
      created_at: '2026-01-01T00:00:01.234Z',
      type: 'stats',
    })
  })

  it('holds the tracks of its own report, in order, with the fields of their kind and direction', () => {
    const track = { id: 'x', mediaType: 'm', bytesSent: 1, jitter: 0.5, frameWidth: 2, framesSent: 3, unknown: 1 }
    const list = [track, { ...track, id: 'y' }]
    const both = { inbound: list, outbound: list }
    const data = snapshotOf({ audio: both, video: both })?.data
    expect(data?.audio.outbound).toEqual(
      ['x', 'y'].map(id => ({ id, mediaType: 'm', bytesSent: 1, headerBytesSent: null, packetsSent: null })),
    )
    expect(Object.keys(data?.audio.inbound[0] ?? {}).sort()).toEqual(
      'bytesReceived emos headerBytesReceived id jitter mediaType packetsLost packetsReceived'.split(' '),
    )
    expect(Object.keys(data?.video.outbound[0] ?? {}).sort()).toEqual(
      'bytesSent frameHeight frameWidth framesEncoded framesSent headerBytesSent id mediaType packetsSent totalEncodeTime'.split(
        ' ',
      ),
    )
    expect(data?.video.inbound[1]).toMatchObject({ id: 'y', jitter: 0.5, frameWidth: 2, totalDecodeTime: null })
    expect(data?.video.inbound[1]).not.toHaveProperty('emos')
  })

  it('gives video with a track object an empty emos, as the existing server does', () => {
    const data = snapshotOf({ video: { inbound: [{ id: 'x', track: { trackIdentifier: 'y' } }] } })?.data
    expect(data?.video.inbound[0]).toMatchObject({ emos: null })
  })

  it.each([
    [null],
    ['x'],
    [[]],
    [{}],
    [{ connection: {} }],
    [{ audio: {}, video: {}, remote: {}, connection: {} }],
    [{ audio: { inbound: [null, 'x'] } }],
    [{ audio: { inbound: { 0: {} } }, connection: 5 }],
  ])('makes nothing of %j', report => {
    expect(snapshotOf(report)).toBeNull()
  })

  it.each([
    [{ connection: { inbound: [], outbound: [] } }],
    [{ connection: { local: { candidateType: 'srflx' } }, remote: null }],
    [{ connection: { id: 5, bytesSent: '7' }, audio: null, video: 3, remote: [] }],
  ])('has nulls for what %j lacks', report => {
    const nothing = { inbound: [], outbound: [] }
    expect(snapshotOf(report)?.data).toEqual({
      connection: { id: null, bytesSent: null, packetsSent: null, responsesReceived: null, totalRoundTripTime: null },
      remote: {},
      audio: nothing,
      video: nothing,
    })
  })

  it('keeps a report without a candidate pair when it has tracks', () => {
    expect(snapshotOf({ audio: { outbound: [{ id: 'x' }] } })?.data.audio.outbound).toHaveLength(1)
  })

  it('takes any JSON', () => {
    const anyList = fc.array(fc.jsonValue())
    const media = fc.oneof(fc.jsonValue(), fc.record({ inbound: anyList, outbound: anyList }))
    const anyReport = fc.record({ audio: media, video: media, connection: fc.jsonValue(), remote: fc.jsonValue() })
    fc.assert(
      fc.property(fc.oneof(anyReport, fc.jsonValue()), report => {
        // As reports come: JSON has no -0.
        const parsed = JSON.parse(JSON.stringify(report)) as JsonValue
        const snapshot = statsSnapshot(reported(parsed, {}))
        expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot)
      }),
    )
  })
})
