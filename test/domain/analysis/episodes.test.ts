import { describe, expect, it } from 'vitest'
import { analyse, type CallChange, found, SimulatedCall } from './simulated-call.ts'

/** Packets of 250 that bob loses in an interval; 13 are just over 5 %. */
const losing = (lost: number): CallChange => ({
  bob: { inboundAudio: { packetsReceived: 250 - lost, packetsLost: lost, concealedSamples: null } },
})

const lossOnly = { intervalMs: 5000, thresholds: { audioScore: 0, veryLowAudioScore: 0 } }

const spans = (call: SimulatedCall) => found(call, lossOnly)

const play = (...lost: number[]) => {
  const call = new SimulatedCall()
  for (const count of lost) call.pass(1, losing(count))
  return spans(call)
}

describe('3 of 5', () => {
  it('raises with the third interval of five, from the first that held', () => {
    expect(play(0, 25, 0, 25, 0)).toEqual([])
    expect(play(0, 25, 0, 25, 0, 25)).toEqual(['high_packet_loss bob 10–…'])
  })

  it('does not raise for three in six', () => {
    expect(play(25, 0, 0, 25, 0, 25)).toEqual([])
  })

  it('forgets what came before a long gap', () => {
    const call = new SimulatedCall().pass(2, losing(25))
    call.now += 120
    expect(spans(call.pass(2).pass(2, losing(25)))).toEqual([])
  })
})

describe('the end of an episode', () => {
  const raised = [25, 25, 25]

  it('needs five clear intervals, and lies where the last one held', () => {
    expect(play(...raised, 0, 0, 0, 0)).toEqual(['high_packet_loss bob 5–…'])
    expect(play(...raised, 0, 0, 0, 0, 0)).toEqual(['high_packet_loss bob 5–20'])
  })

  it('does not come between the two lines', () => {
    expect(play(...raised, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)).toEqual(['high_packet_loss bob 5–…'])
    expect(play(...raised, 8, 8, 8, 2, 2, 2, 2, 2)).toEqual(['high_packet_loss bob 5–20'])
  })

  it('makes one finding of an episode with better moments, and two of two episodes', () => {
    expect(play(...raised, 0, 0, 25, 0, 0, 25)).toEqual(['high_packet_loss bob 5–…'])
    expect(play(...raised, 0, 0, 0, 0, 0, ...raised)).toEqual([
      'high_packet_loss bob 5–20',
      'high_packet_loss bob 45–…',
    ])
  })

  it('comes with the end of the call, of the connection and of the session', () => {
    const call = () => new SimulatedCall().pass(4, losing(25))
    const ended = ['high_packet_loss bob 5–25']
    expect(spans(call().state('bob', 'closed'))).toEqual(ended)
    expect(spans(call().tell('bob', 'connection', 'removeConnection', null))).toEqual(ended)
    expect(spans(call().tell('bob', 'browser', 'endCall', null))).toEqual(ended)
    const analyser = analyse(call().events, lossOnly)
    analyser.end(1e15)
    expect(analyser.findings().map(({ endedAt }) => endedAt)).not.toContain(null)
  })

  it('comes when nothing more is heard of the stream', () => {
    const call = new SimulatedCall().pass(4, losing(25))
    call.pages.bob.has = { ...call.pages.bob.has, inbound: false }
    expect(spans(call.pass(12))).toEqual(['high_packet_loss bob 5–25'])
  })
})

it('holds the worst, the median and the number of intervals', () => {
  const call = new SimulatedCall()
  for (const lost of [25, 50, 75, 25, 100]) call.pass(1, losing(lost))
  const [finding] = analyse(call.events, lossOnly).findings()
  expect(finding).toMatchObject({
    type: 'warning',
    subject: 'connection of bob/inbound-audio/11',
    trackIdentifier: 'heard',
    data: { worst: 40, typical: 20, samples: 5, unit: '%' },
  })
})

it('stays small however long it lasts', () => {
  const call = new SimulatedCall()
  for (let index = 0; index < 3000; index++) call.pass(1, losing(20 + (index % 11)))
  const analyser = analyse(call.events, lossOnly)
  expect(analyser.findings()[0]?.data).toMatchObject({ samples: 3000, worst: 12, typical: 10 })
  expect(analyser.save().length).toBeLessThan(40_000)
})

it('very low scores are not told twice', () => {
  const call = new SimulatedCall().pass(2).pass(5, losing(50))
  expect(found(call)).toEqual(['high_packet_loss bob 15–…', 'very_low_audio_score bob 15–…'])
})
