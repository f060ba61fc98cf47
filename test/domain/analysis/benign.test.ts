import { describe, expect, it } from 'vitest'
import type { PageChange } from './report-builder.ts'
import { analyse, codes, SimulatedCall } from './simulated-call.ts'

const silentSource: PageChange = { audioSource: { totalAudioEnergy: 0, audioLevel: 0 } }

describe('silence', () => {
  it('of somebody who muted is no dead microphone', () => {
    const call = new SimulatedCall().pass(2).custom('alice', 'mute').pass(12, { alice: silentSource })
    expect(codes(call.custom('alice', 'unmute').pass(3))).toEqual([])
  })

  it('by a muted track is none, either', () => {
    const call = new SimulatedCall().pass(2).tell('alice', 'track', 'mute', {}, 'microphone')
    expect(codes(call.pass(12, { alice: silentSource }))).toEqual([])
  })

  it('of a track that was switched off when it was captured', () => {
    const call = new SimulatedCall({ connected: false })
    const audio = [{ id: 'microphone', kind: 'audio', enabled: false, muted: false }]
    call.tell('alice', 'getUserMedia', 'getUserMedia', { audio, video: [] })
    expect(codes(call.pass(12, { alice: silentSource }))).toEqual([])
  })

  it('stays muted in a second session of the same page', () => {
    const call = new SimulatedCall().pass(2).custom('alice', 'mute').tell('alice', 'browser', 'endCall', null)
    const again = new SimulatedCall({ connected: false }).pass(12, { alice: silentSource })
    const later = again.events.map(event => ({
      ...event,
      at: event.at + 60_000,
      sessionId: `second ${event.sessionId}`,
      connectionId: `second ${event.connectionId}`,
    }))
    expect(analyse([...call.events, ...later]).findings()).toEqual([])
  })

  it('is told once where it is one, although two connections report it', () => {
    const call = new SimulatedCall({ connected: false }).pass(14, { alice: silentSource })
    const again = call.events.map(event => ({
      ...event,
      connectionId: event.connectionId && `${event.connectionId} 2`,
    }))
    call.events.push(...again)
    call.events.sort((a, b) => a.at - b.at)
    expect(codes(call)).toEqual(['silent_microphone'])
  })

  it('sent at 1 kbit/s does not score low', () => {
    const hush = { inboundAudio: { bytesReceived: 750 } }
    expect(codes(new SimulatedCall().pass(10, { bob: hush }))).toEqual([])
  })
})

describe('pictures that do not move', () => {
  it('slides at 4 frames a second are not jerky', () => {
    const slides = { alice: { outboundVideo: { framesSent: 20 } }, bob: { inboundVideo: { framesDecoded: 20 } } }
    expect(codes(new SimulatedCall().pass(10, slides))).toEqual([])
  })

  it('a screen that scrolls and rests does not freeze', () => {
    const call = new SimulatedCall()
    for (let index = 0; index < 10; index++) {
      const frames = index % 3 === 0 ? 90 : 6
      const rests = { freezeCount: 2, totalFreezesDuration: 4.4 }
      call.pass(1, {
        alice: { outboundVideo: { framesSent: frames } },
        bob: { inboundVideo: { framesDecoded: frames, ...(frames < 10 ? rests : {}) } },
      })
    }
    expect(codes(call)).toEqual([])
  })

  it.each([
    ['3 s', [40, 100], { freezeCount: 1, totalFreezesDuration: 3 }],
    ['6 s', [0, 80], { freezeCount: 1, totalFreezesDuration: 6 }],
  ])('a camera that is off for %s does not freeze', (_, frames, freeze) => {
    const call = new SimulatedCall().pass(4)
    for (const [index, count] of frames.entries()) {
      const counted = index === frames.length - 1 ? freeze : {}
      const inboundVideo = { framesDecoded: count, ...counted }
      call.pass(1, { alice: { outboundVideo: { framesSent: count } }, bob: { inboundVideo } })
    }
    expect(codes(call.pass(3))).toEqual([])
  })

  it('a camera that is off for half a minute is neither an outage nor a freeze', () => {
    const off = { framesSent: 0, packetsSent: 0, bytesSent: 0 }
    const dark = { framesDecoded: 0, packetsReceived: 0, bytesReceived: 0 }
    const noSource = { frames: null }
    const call = new SimulatedCall()
      .pass(4)
      .pass(6, { alice: { outboundVideo: off, videoSource: noSource }, bob: { inboundVideo: dark } })
    const pause = { pauseCount: 1, totalPausesDuration: 30 }
    expect(codes(call.pass(1, { bob: { inboundVideo: pause } }).pass(3))).toEqual([])
  })

  it('nobody sees the freeze in a hidden tab', () => {
    const frozen = { bob: { inboundVideo: { freezeCount: 1, totalFreezesDuration: 3, framesDecoded: 20 } } }
    const call = new SimulatedCall().pass(2).tell('bob', 'browser', 'tabFocus', { focus: true }).pass(4, frozen)
    expect(codes(call.tell('bob', 'browser', 'tabFocus', { focus: false }).pass(3))).toEqual([])
    expect(codes(call.pass(1, frozen))).toEqual(['video_freeze'])
  })
})

describe('devices', () => {
  const camera2 = { id: 'camera 2', kind: 'video', enabled: true, muted: false }
  const capture = (call: SimulatedCall) =>
    call.tell('alice', 'getUserMedia', 'getUserMedia', { audio: [], video: [camera2] })

  it('the swap of a camera is no loss, whatever comes first', () => {
    for (const order of ['capture', 'end']) {
      const call = new SimulatedCall().pass(2)
      if (order === 'capture') capture(call)
      call.tell('alice', 'track', 'ended', { check: 'readyState' }, 'camera')
      if (order === 'end') capture(call)
      call.pages.alice.tracks.video = 'camera 2'
      expect(codes(call.pass(5))).toEqual([])
    }
  })

  it('the swap of a microphone is neither a gap nor a loss', () => {
    const call = new SimulatedCall().pass(3).tell('alice', 'track', 'ended', {}, 'microphone')
    call.pages.alice.tracks.audio = 'headset'
    const gap = { bob: { inboundAudio: { concealedSamples: 20_000 } } }
    expect(codes(call.pass(1, gap).pass(4))).toEqual([])
  })
})

describe('a path', () => {
  it('that changes once by an ICE restart is not unstable, and its counters begin anew', () => {
    const call = new SimulatedCall().pass(3)
    call.pages.bob.pairId = 'CP2'
    expect(codes(call.pass(5))).toEqual([])
  })

  it('that the report does not know says nothing', () => {
    const call = new SimulatedCall().pass(3)
    call.pages.bob.has = { ...call.pages.bob.has, pair: false }
    expect(codes(call.pass(5))).toEqual([])
  })

  it('keeps its last round-trip time when nothing is measured', () => {
    const stale = { pair: { currentRoundTripTime: 0.9, responsesReceived: 0 } }
    expect(codes(new SimulatedCall().pass(5, { bob: stale }))).toEqual([])
  })
})
