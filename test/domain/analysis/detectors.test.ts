import { describe, expect, it } from 'vitest'
import type { FindingCode } from '../../../src/domain/issues/codes.ts'
import type { PageChange } from './report-builder.ts'
import { analyse, type CallChange, codes, SimulatedCall } from './simulated-call.ts'

/** One row: how a rule is tried with intervals that bob reports (5 s each), beside a healthy alice. */
interface Row {
  code: FindingCode
  /** Beyond any doubt. */
  clearly: CallChange
  /** A little beyond the line, and a little within. */
  over: CallChange
  under: CallChange
  /** As clearly, but without a field that the rule needs. */
  lacking: CallChange[]
  /** Intervals of it, and healthy ones before. */
  intervals?: number
  before?: number
  /** Findings that come with the clear case. */
  with?: FindingCode[]
}

const bob = (change: PageChange): CallChange => ({ bob: change })

/** Takes fields away from what bob reports, in all intervals of the row. */
const without = (change: CallChange, section: keyof PageChange, ...fields: string[]): CallChange => ({
  ...change,
  bob: {
    ...change.bob,
    [section]: { ...change.bob?.[section], ...Object.fromEntries(fields.map(name => [name, null])) },
  },
})

/** Lost packets of which nobody says what of them was made up. */
const losing = (packetsLost: number, more: PageChange['inboundAudio'] = {}) =>
  bob({ inboundAudio: { packetsReceived: 250 - packetsLost, packetsLost, concealedSamples: null, ...more } })

const loss = losing(50, { fecPacketsReceived: 50 })
const videoLoss = bob({
  inboundVideo: { packetsReceived: 300, packetsLost: 60, retransmittedPacketsReceived: 60 },
})
const jitter = bob({ inboundAudio: { jitter: 0.08 } })
const rtt = bob({ pair: { currentRoundTripTime: 0.45 } })
const noRoom = bob({ pair: { availableOutgoingBitrate: 60_000 }, outboundVideo: { targetBitrate: 30_000 } })
const freeze = bob({ inboundVideo: { freezeCount: 1, totalFreezesDuration: 3, framesDecoded: 40 } })
const slow = bob({ inboundVideo: { framesDecoded: 15 } })
const cpu = bob({ outboundVideo: { 'qualityLimitationDurations.cpu': 5 } })
const concealed = bob({ inboundAudio: { concealedSamples: 24_000 } })
const noMedia = bob({ inboundVideo: { bytesReceived: 0, packetsReceived: 0, framesDecoded: 0 } })
const silent = bob({ audioSource: { totalAudioEnergy: 0, audioLevel: 0 } })
const veryLow: CallChange = { bob: { ...losing(12).bob, pair: { currentRoundTripTime: 0.39 } } }

const rows: Row[] = [
  {
    code: 'high_packet_loss',
    clearly: loss,
    over: bob({ inboundAudio: { packetsReceived: 236, packetsLost: 14 } }),
    under: bob({ inboundAudio: { packetsReceived: 238, packetsLost: 12 } }),
    lacking: [without(loss, 'inboundAudio', 'packetsLost'), without(loss, 'inboundAudio', 'packetsReceived')],
    with: ['very_low_audio_score'],
  },
  {
    code: 'high_packet_loss',
    clearly: videoLoss,
    over: bob({ inboundVideo: { packetsReceived: 300, packetsLost: 14, retransmittedPacketsReceived: 50 } }),
    under: bob({ inboundVideo: { packetsReceived: 300, packetsLost: 14, retransmittedPacketsReceived: 0 } }),
    lacking: [without(videoLoss, 'inboundVideo', 'packetsLost')],
  },
  {
    code: 'high_jitter',
    clearly: jitter,
    over: bob({ inboundAudio: { jitter: 0.031 } }),
    under: bob({ inboundAudio: { jitter: 0.029 } }),
    lacking: [without(jitter, 'inboundAudio', 'jitter')],
  },
  {
    code: 'high_rtt',
    clearly: rtt,
    over: bob({ pair: { currentRoundTripTime: 0.401 } }),
    under: bob({ pair: { currentRoundTripTime: 0.399 } }),
    lacking: [without(rtt, 'pair', 'currentRoundTripTime')],
  },
  {
    code: 'low_outgoing_bandwidth',
    clearly: noRoom,
    over: bob({ pair: { availableOutgoingBitrate: 99_000 } }),
    under: bob({ pair: { availableOutgoingBitrate: 101_000 } }),
    lacking: [
      without(noRoom, 'pair', 'availableOutgoingBitrate'),
      bob({ ...noRoom.bob, outboundVideo: { framesSent: 0 } }),
    ],
  },
  {
    code: 'video_freeze',
    clearly: freeze,
    over: bob({ inboundVideo: { freezeCount: 3, totalFreezesDuration: 1.6, framesDecoded: 68 } }),
    under: bob({ inboundVideo: { freezeCount: 3, totalFreezesDuration: 1.4, framesDecoded: 72 } }),
    lacking: [without(freeze, 'inboundVideo', 'totalFreezesDuration'), without(freeze, 'inboundVideo', 'freezeCount')],
    intervals: 1,
    before: 4,
  },
  {
    code: 'low_frame_rate',
    clearly: slow,
    over: bob({ inboundVideo: { framesDecoded: 34 } }),
    under: bob({ inboundVideo: { framesDecoded: 36 } }),
    lacking: [
      without(slow, 'inboundVideo', 'framesDecoded'),
      { ...slow, alice: { outboundVideo: { framesSent: null } } },
    ],
  },
  {
    code: 'cpu_limited',
    clearly: cpu,
    over: bob({ outboundVideo: { 'qualityLimitationDurations.cpu': 1.6 } }),
    under: bob({ outboundVideo: { 'qualityLimitationDurations.cpu': 1.4 } }),
    lacking: [without(cpu, 'outboundVideo', 'qualityLimitationDurations.cpu')],
  },
  {
    code: 'audio_concealment',
    clearly: concealed,
    over: bob({ inboundAudio: { concealedSamples: 12_000, silentConcealedSamples: 4_700 } }),
    under: bob({ inboundAudio: { concealedSamples: 12_000, silentConcealedSamples: 4_900 } }),
    lacking: [
      without(concealed, 'inboundAudio', 'silentConcealedSamples'),
      without(concealed, 'inboundAudio', 'totalSamplesReceived'),
      bob({ inboundAudio: { concealedSamples: 2_000, totalSamplesReceived: 20_000 } }),
    ],
    intervals: 1,
  },
  {
    code: 'silent_microphone',
    clearly: silent,
    over: bob({ audioSource: { totalAudioEnergy: 4.9e-6, audioLevel: 0.001 } }),
    under: bob({ audioSource: { totalAudioEnergy: 5.1e-6, audioLevel: 0.0001 } }),
    lacking: [
      without(silent, 'audioSource', 'audioLevel'),
      without(silent, 'audioSource', 'totalAudioEnergy'),
      without(silent, 'audioSource', 'totalSamplesDuration'),
    ],
    intervals: 12,
    before: 0,
  },
  {
    code: 'very_low_audio_score',
    clearly: veryLow,
    over: losing(15),
    under: losing(12),
    lacking: [without(veryLow, 'inboundAudio', 'packetsLost')],
  },
  {
    code: 'low_audio_score',
    clearly: losing(10),
    over: losing(9),
    under: losing(6),
    lacking: [losing(10, { packetsLost: null })],
  },
  {
    code: 'no_inbound_media',
    clearly: noMedia,
    over: bob({ inboundVideo: { bytesReceived: 0 } }),
    under: bob({ inboundVideo: { bytesReceived: 20 } }),
    lacking: [without(noMedia, 'inboundVideo', 'bytesReceived')],
  },
]

/** The first report closes no interval: a stream is told of from its beginning on where nothing healthy comes before. */
const play = ({ intervals = 3, before = 2 }: Row, change: CallChange) =>
  before > 0
    ? new SimulatedCall().pass(before).pass(intervals, change)
    : new SimulatedCall({ connected: false }).pass(1 + intervals, change)

describe.each(rows)('$code', row => {
  it('is found where it is beyond doubt', () => {
    expect(codes(play(row, row.clearly)).sort()).toEqual([row.code, ...(row.with ?? [])].sort())
  })

  it('is found a little beyond the line', () => {
    expect(codes(play(row, row.over))).toContain(row.code)
  })

  it('is not found a little within it', () => {
    expect(codes(play(row, row.under))).not.toContain(row.code)
  })

  it('is not found in one interval less', () => {
    const { intervals = 3 } = row
    if (intervals > 1) expect(codes(play({ ...row, intervals: intervals - 1 }, row.clearly))).not.toContain(row.code)
  })

  it('says nothing without its fields', () => {
    for (const change of row.lacking) expect(codes(play(row, change))).not.toContain(row.code)
  })

  it('can be overridden for an app', () => {
    const never = {
      ...Object.fromEntries(strictest),
      raisedSeconds: 999,
      windowSeconds: 999,
      noMediaSeconds: 999,
      silentSeconds: 80_000,
    }
    expect(codes(play(row, row.clearly), { intervalMs: 5000, thresholds: never })).toEqual([])
  })
})

const strictest = Object.entries({ frozenPercent: 100, meanFreezeSeconds: 3600, concealedPercent: 100 })

it('a healthy call has no findings', () => {
  const analyser = analyse(new SimulatedCall().pass(30).events)
  expect(analyser.findings()).toEqual([])
})
