import { describe, expect, it } from 'vitest'
import { analyse, type CallChange, codes, found, SimulatedCall } from './simulated-call.ts'

const noFrames = { videoSource: { frames: 0 }, outboundVideo: { framesSent: 0, bytesSent: 0 } }

describe('a camera', () => {
  it('without frames for 10 s is found at its owner', () => {
    expect(found(new SimulatedCall().pass(3).pass(2, { alice: noFrames }))).toEqual(['camera_stalled alice 20–…'])
    expect(codes(new SimulatedCall().pass(3).pass(1, { alice: noFrames }).pass(2))).toEqual([])
  })

  it('that was captured and never gave one is found, too; one of which nothing is known is not', () => {
    const fromStart = (captured: boolean) => {
      const call = new SimulatedCall({ connected: false })
      const video = [{ id: 'camera', kind: 'video', enabled: true, muted: false }]
      if (captured) call.tell('alice', 'getUserMedia', 'getUserMedia', { audio: [], video })
      return call.pass(5, { alice: noFrames })
    }
    expect(codes(fromStart(true))).toEqual(['camera_stalled'])
    expect(codes(fromStart(false))).toEqual([])
  })

  it.each<[string, (call: SimulatedCall) => SimulatedCall, CallChange]>([
    ['is muted', call => call.tell('alice', 'track', 'mute', {}, 'camera'), { alice: noFrames }],
    ['has no source any more', call => call, { alice: { ...noFrames, videoSource: { frames: null } } }],
  ])('is none that %s', (_, before, change) => {
    expect(codes(before(new SimulatedCall().pass(3)).pass(6, change))).toEqual([])
  })

  it('is none that shows a screen', () => {
    const call = new SimulatedCall({ connected: false })
    const screen = { id: 'camera', kind: 'video', label: 'screen:0:0' }
    call.tell('alice', 'getUserMedia', 'getUserMedia', { audio: [], video: [screen] })
    expect(codes(call.pass(6, { alice: noFrames }))).toEqual([])
  })
})

describe('an encoder', () => {
  const idle = { outboundVideo: { framesSent: 0, bytesSent: 0 } }

  it('that takes no frame of a camera is told apart from the camera', () => {
    expect(codes(new SimulatedCall().pass(3).pass(2, { alice: idle }))).toEqual(['encoder_stalled'])
  })

  it.each<[string, CallChange]>([
    ['is told not to send', { alice: { outboundVideo: { ...idle.outboundVideo, active: false } } }],
    ['has no bandwidth', { alice: { outboundVideo: { ...idle.outboundVideo, targetBitrate: 0 } } }],
  ])('is not found when it %s', (_, change) => {
    expect(codes(new SimulatedCall().pass(3).pass(6, change))).toEqual([])
  })
})

describe('a microphone', () => {
  const noise = { audioSource: { totalAudioEnergy: 5e-8, audioLevel: 1e-4 } }
  const zero = { audioSource: { totalAudioEnergy: 0, audioLevel: 0 } }
  const fresh = () => new SimulatedCall({ connected: false }).pass(1, { alice: noise })

  it('that gives the noise of a dead device from its beginning is found after a minute', () => {
    expect(found(fresh().pass(12, { alice: noise }))).toEqual(['silent_microphone alice 5–…'])
    expect(codes(fresh().pass(11, { alice: noise }))).toEqual([])
  })

  it('is not doubted once it was heard, before or after', () => {
    expect(codes(new SimulatedCall().pass(2).pass(30, { alice: zero }))).toEqual([])
    expect(codes(fresh().pass(20, { alice: zero }).pass(1))).toEqual([])
  })
})

describe('a processor', () => {
  it.each<[string, Record<string, number>, string[]]>([
    ['encoding takes nearly all of the time', { totalEncodeTime: 4 }, ['cpu_limited']],
    ['encoding takes little of it', { totalEncodeTime: 1 }, []],
    ['frames are left out and encoding takes much of it', { totalEncodeTime: 2.5, framesEncoded: 50 }, ['cpu_limited']],
    ['frames are left out at leisure: a rate that was set', { totalEncodeTime: 0.5, framesEncoded: 50 }, []],
  ])('%s', (_, outboundVideo, expected) => {
    const call = new SimulatedCall()
    const sums = { totalEncodeTime: 0, framesEncoded: 0 }
    for (let index = 0; index < 6; index++) {
      sums.totalEncodeTime += outboundVideo['totalEncodeTime'] ?? 0
      sums.framesEncoded += outboundVideo['framesEncoded'] ?? 100
      call.pass(1, { alice: { outboundVideo: { ...sums } } })
    }
    expect(codes(call)).toEqual(expected)
  })
})

describe('delay', () => {
  const buffered = (total: number, network: number, jitter = 0.002): CallChange => ({
    bob: { inboundAudio: { jitterBufferDelay: 240_000 * total, jitter, jitterBufferMinimumDelay: 240_000 * network } },
  })
  /** The builder sets what it does not know to grow. */
  const play = (total: number, network: number, jitter?: number) => {
    const call = new SimulatedCall().pass(2)
    for (let index = 1; index <= 5; index++) {
      const change = buffered(total, network, jitter)
      const minimum = 240_000 * network * index
      call.pass(1, { bob: { inboundAudio: { ...change.bob?.inboundAudio, jitterBufferMinimumDelay: minimum } } })
    }
    return codes(call)
  }

  it('of playout that the network makes necessary is found; one that was asked for is not', () => {
    expect(play(0.6, 0.5)).toContain('playout_delay')
    expect(play(4, 0.04)).toEqual([])
  })

  it('makes a little jitter that the buffer has to grow for high', () => {
    expect(play(0.13, 0.12, 0.02)).toEqual(['high_jitter'])
    expect(play(0.05, 0.04, 0.02)).toEqual([])
  })

  it('alone never makes audio very bad', () => {
    const late = { bob: { pair: { currentRoundTripTime: 2 } } }
    expect(codes(new SimulatedCall().pass(2).pass(5, late))).toEqual(['high_rtt', 'low_audio_score'])
  })
})

it('half a second of outage is not the cause of half a minute of loss', () => {
  const lossy = { bob: { inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: 24_000 } } }
  const call = new SimulatedCall().pass(2).state('bob', 'disconnected')
  call.now += 0.5
  call.state('bob', 'connected')
  call.now -= 0.5
  const loss = analyse(call.pass(8, lossy).events)
    .findings()
    .find(({ code }) => code === 'high_packet_loss')
  expect(loss?.data).not.toHaveProperty('causedBy')
})
