import { describe, expect, it } from 'vitest'
import { analyse, codes, found, SimulatedCall } from './simulated-call.ts'

const wait = (call: SimulatedCall, seconds: number): SimulatedCall => {
  call.now += seconds
  return call
}

describe('reconnected', () => {
  it('spans the time without connection', () => {
    const call = wait(new SimulatedCall().pass(2).state('bob', 'disconnected'), 4)
    expect(found(call.state('bob', 'connected'))).toEqual(['reconnected bob 15–19'])
  })

  it('goes on through failed', () => {
    const call = wait(new SimulatedCall().pass(2).state('bob', 'disconnected'), 5).state('bob', 'failed')
    expect(found(wait(call, 5).state('bob', 'connecting').state('bob', 'connected'))).toEqual(['reconnected bob 15–25'])
  })

  it('is not setFlag by ICE again, but by ICE alone where the connection is silent', () => {
    const call = new SimulatedCall().pass(1).state('bob', 'disconnected')
    call.tell('bob', 'connection', 'oniceconnectionstatechange', 'connected').state('bob', 'connected')
    expect(found(call)).toEqual(['reconnected bob 10–10'])
    const old = new SimulatedCall({ connected: false })
    for (const state of ['checking', 'connected', 'disconnected', 'connected']) {
      wait(old, 1).tell('bob', 'connection', 'oniceconnectionstatechange', state)
    }
    expect(found(old)).toEqual(['reconnected bob 3–4'])
  })

  it('needs to have been connected, and to be so again', () => {
    expect(codes(new SimulatedCall().pass(1).state('bob', 'disconnected').state('bob', 'failed'))).toEqual([])
    const never = new SimulatedCall({ connected: false }).state('bob', 'connecting').state('bob', 'failed')
    expect(codes(never.state('bob', 'connected'))).toEqual([])
  })

  it('is not setFlag of states that come late', () => {
    const call = new SimulatedCall().pass(2).state('bob', 'disconnected').state('bob', 'connected')
    call.events.push(...call.events.slice(-2).map(event => ({ ...event, at: event.at - 3000 })))
    expect(codes(call)).toEqual(['reconnected'])
  })
})

describe('slow_setup', () => {
  const setUp = (seconds: number) => {
    const call = new SimulatedCall({ connected: false }).tell('bob', 'connection', 'addConnection', null)
    return wait(call.state('bob', 'connecting'), seconds)
  }

  it.each([
    [5.1, ['slow_setup bob 0–5.1']],
    [4.9, []],
  ])('after %s s', (seconds, expected) => {
    expect(found(setUp(seconds).state('bob', 'connected'))).toEqual(expected)
  })

  it('is judged once', () => {
    expect(codes(setUp(1).state('bob', 'connected').pass(3).state('bob', 'connected'))).toEqual([])
  })

  it('says nothing of a connection that never was, or whose setup was not seen', () => {
    expect(codes(setUp(20).state('bob', 'failed'))).toEqual([])
    const late = new SimulatedCall({ connected: false }).tell('bob', 'connection', 'addConnection', null)
    expect(codes(wait(late, 60).state('bob', 'connected'))).toEqual([])
    expect(codes(wait(setUp(2).pass(1), 20).state('bob', 'connected'))).toEqual([])
  })
})

describe('device_lost', () => {
  const ended = (data: { check?: string }, kind: 'microphone' | 'camera' = 'camera') =>
    new SimulatedCall().pass(2).tell('alice', 'track', 'ended', data, kind)
  const dark = { alice: { outboundVideo: { framesSent: 0 } }, bob: { inboundVideo: { framesDecoded: 0 } } }

  it('is found with the report after the next one, from when the track ended', () => {
    expect(found(ended({}).pass(1, dark))).toEqual(['device_lost alice 15–…'])
    expect(analyse(ended({}).pass(1, dark).events).findings()[0]).toMatchObject({
      type: 'error',
      trackIdentifier: 'camera',
      data: { worst: null, typical: null, samples: 1 },
    })
  })

  it('ends when another device takes its place', () => {
    const call = ended({}).pass(3, dark)
    call.pages.alice.tracks.video = 'camera 2'
    expect(found(call.pass(1))).toEqual(['device_lost alice 15–35'])
  })

  it('is not found of a camera that the application stopped and took out, but of one that is gone or left in place', () => {
    const stopped = ended({ check: 'readyState' })
    stopped.pages.alice.has = { ...stopped.pages.alice.has, video: false }
    expect(codes(stopped.pass(4, dark))).toEqual([])
    expect(codes(ended({ check: 'readyState' }).pass(1, dark))).toEqual([])
    expect(codes(ended({ check: 'readyState' }).pass(2, dark))).toEqual(['device_lost'])
    const left = { devices: [{ deviceId: 'mic-1', kind: 'audioinput' }] }
    const gone = ended({ check: 'readyState' }).tell('alice', 'browser', 'mediaDeviceChange', left)
    expect(codes(gone.pass(4, dark))).toEqual(['device_lost'])
  })

  it('is found of a stopped microphone that is left in place, unless its user muted', () => {
    expect(codes(ended({ check: 'readyState' }, 'microphone').pass(4))).toEqual(['device_lost'])
    expect(codes(ended({ check: 'readyState' }, 'microphone').custom('alice', 'mute').pass(4))).toEqual([])
  })

  it('is not found at the end of the call, of a track that was not sent, or of the other side', () => {
    expect(codes(ended({}).tell('alice', 'browser', 'endCall', null).pass(2))).toEqual([])
    expect(codes(ended({}).tell('alice', 'browser', 'beforeunload', null).pass(2))).toEqual([])
    const preview = new SimulatedCall().pass(2)
    preview.tell('alice', 'getUserMedia', 'getUserMedia', { audio: [], video: [{ id: 'preview', kind: 'video' }] })
    expect(codes(preview.tell('alice', 'track', 'ended', {}, 'preview').pass(4))).toEqual([])
    const remote = new SimulatedCall().tell('bob', 'track', 'ontrack', { kind: 'video' }, 'seen').pass(2)
    expect(codes(remote.tell('bob', 'track', 'ended', {}, 'seen').pass(4))).toEqual([])
  })

  it('is not found of a screen, which people stop sharing by a button of the browser', () => {
    const call = new SimulatedCall({ connected: false })
    const screen = { id: 'camera', kind: 'video', label: 'screen:0:0', settings: { displaySurface: 'monitor' } }
    call.tell('alice', 'getUserMedia', 'getUserMedia', { audio: [], video: [screen] }).pass(2)
    expect(codes(call.tell('alice', 'track', 'ended', {}, 'camera').pass(4))).toEqual([])
  })
})

describe('consequences', () => {
  const nothing = { packetsReceived: 0, bytesReceived: 0, framesDecoded: 0 }

  it('of an outage name it', () => {
    const call = new SimulatedCall().pass(3).state('bob', 'disconnected')
    call
      .pass(4, { bob: { inboundAudio: nothing, inboundVideo: nothing } })
      .state('bob', 'connected')
      .pass(2)
    const caused = analyse(call.events)
      .findings()
      .filter(({ code }) => code === 'no_inbound_media')
    expect(caused.map(({ data }) => data.causedBy)).toEqual([['reconnected'], ['reconnected']])
  })

  it('of high loss name it, and the loss names nothing', () => {
    const lossy = { inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: 24_000 } }
    const findings = analyse(new SimulatedCall().pass(2).pass(5, { bob: lossy }).events).findings()
    const causes = Object.fromEntries(findings.map(({ code, data }) => [code, data.causedBy]))
    expect(causes).toEqual({
      high_packet_loss: undefined,
      audio_concealment: ['high_packet_loss'],
      very_low_audio_score: ['high_packet_loss', 'audio_concealment'],
    })
  })

  it('may come from the other end', () => {
    const call = new SimulatedCall().pass(3)
    const overloaded = { outboundVideo: { 'qualityLimitationDurations.cpu': 5 } }
    const frozen = { inboundVideo: { framesDecoded: 60, freezeCount: 1, totalFreezesDuration: 2 } }
    call.pass(3, { alice: overloaded }).pass(1, { alice: overloaded, bob: frozen })
    const freeze = analyse(call.events)
      .findings()
      .find(({ code }) => code === 'video_freeze')
    expect(freeze?.data.causedBy).toEqual(['cpu_limited'])
  })

  it('of a connection that failed for good name the failure', () => {
    const call = new SimulatedCall().pass(3).state('bob', 'disconnected').state('bob', 'failed')
    call.pass(4, { bob: { inboundAudio: nothing, inboundVideo: nothing } })
    expect(analyse(call.events).findings()[0]?.data.causedBy).toEqual(['connection_failed'])
  })
})
