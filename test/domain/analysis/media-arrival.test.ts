import { describe, expect, it } from 'vitest'
import { analyse, codes, found, type Page, SimulatedCall, settings } from './simulated-call.ts'

/** A call in which a page has no inbound-rtp entry of some kinds: not a packet of them came. */
function deaf(kinds: { heard?: false; seen?: false }, page: Page = 'bob'): SimulatedCall {
  const call = new SimulatedCall({ connected: false })
  call.pages[page].has = { ...call.pages[page].has, ...kinds }
  for (const one of call.reporting) call.state(one, 'connecting').state(one, 'connected')
  return call
}

const kindsOf = (call: SimulatedCall) =>
  analyse(call.events)
    .findings()
    .map(({ code, participantId, peerId, data }) => [code, participantId, peerId, data.kind])

describe('media that never arrives although the peer sends it', () => {
  it('is found from the connection on, at whoever does not get it', () => {
    expect(found(deaf({ heard: false }).pass(4))).toEqual(['no_inbound_media bob 0–…'])
    expect(kindsOf(deaf({ heard: false }).pass(4))).toEqual([['no_inbound_media', 'bob', 'alice', 'audio']])
    expect(kindsOf(deaf({ heard: false, seen: false }).pass(4)).map(([, , , kind]) => kind)).toEqual(['audio', 'video'])
    expect(kindsOf(deaf({ seen: false }, 'alice').pass(4))).toEqual([['no_inbound_media', 'alice', 'bob', 'video']])
  })

  it('is not found in less than 15 s, and ends when it comes after all', () => {
    expect(codes(deaf({ heard: false }).pass(2))).toEqual([])
    const call = deaf({ heard: false }).pass(5)
    call.pages.bob.has = { ...call.pages.bob.has, heard: true }
    expect(found(call.pass(6))).toEqual(['no_inbound_media bob 0–25'])
  })

  it('is the same at any period', () => {
    for (const seconds of [1, 2, 10, 30]) {
      const call = deaf({ heard: false }).pass(Math.ceil(60 / seconds), {}, seconds)
      expect(found(call, { ...settings, intervalMs: 1000 * seconds })).toEqual(['no_inbound_media bob 0–…'])
    }
  })

  it.each<[string, () => SimulatedCall]>([
    [
      'the peer sends nothing but padding',
      () => deaf({ heard: false }).pass(6, { alice: { outboundAudio: { bytesSent: 0, packetsSent: 25 } } }),
    ],
    [
      'its camera is off',
      () => deaf({ seen: false }).pass(6, { alice: { outboundVideo: { framesSent: 0, bytesSent: 0 } } }),
    ],
    ['the peer has left', () => deaf({ heard: false }).tell('alice', 'browser', 'endCall', null).pass(6)],
    [
      'the connection is down',
      () => {
        const call = deaf({ heard: false, seen: false }).state('bob', 'disconnected').state('bob', 'failed')
        return call.pass(6, { bob: { pair: { bytesReceived: 0 } } })
      },
    ],
    [
      'the connection was never up',
      () => {
        const call = new SimulatedCall({ connected: false })
        call.pages.bob.has = { ...call.pages.bob.has, inbound: false, pair: false }
        return call.state('bob', 'connecting').pass(6)
      },
    ],
  ])('is not found when %s', (_, play) => {
    expect(codes(play())).not.toContain('no_inbound_media')
  })

  it('is what the limit of its sender comes of, not the other way round', () => {
    const limited = { outboundVideo: { 'qualityLimitationDurations.bandwidth': 5, targetBitrate: 60_000 } }
    const call = deaf({ heard: false, seen: false }).pass(8)
    for (const room of [70_000, 60_000, 80_000, 65_000, 75_000]) {
      call.pass(1, { alice: { ...limited, pair: { availableOutgoingBitrate: room } } })
    }
    const finding = analyse(call.events)
      .findings()
      .find(({ code }) => code === 'low_outgoing_bandwidth')
    expect(finding?.data).toMatchObject({ causedBy: ['no_inbound_media'], causedAt: { no_inbound_media: 'bob' } })
  })
})

describe('media that a server announced', () => {
  /** Bob alone reports, of a connection to a server. */
  const alone = (events: readonly [type: string, trackId: string][], kinds: { heard?: false; seen?: false }) => {
    const call = deaf(kinds)
    call.reporting = ['bob']
    for (const [type, trackId] of events) call.tell('bob', 'track', type, { kind: 'audio' }, trackId, true)
    return call
  }

  it('is found missing while the connection lives', () => {
    expect(codes(alone([['ontrack', 'voice']], { heard: false }).pass(5))).toEqual(['no_inbound_media'])
  })

  it('is not without an announcement, once its track was unmuted, or has ended', () => {
    expect(codes(alone([], { heard: false }).pass(5))).toEqual([])
    for (const type of ['unmute', 'ended']) {
      const events: [string, string][] = [
        ['ontrack', 'voice'],
        [type, 'voice'],
      ]
      expect(codes(alone(events, { heard: false }).pass(5))).toEqual([])
    }
  })

  it('is not where the connection carries nothing at all: nothing tells', () => {
    const silent = { pair: { bytesReceived: 0, responsesReceived: 0, requestsReceived: 0 } }
    const call = alone([['ontrack', 'voice']], { heard: false, seen: false })
    expect(codes(call.pass(5, { bob: silent }))).toEqual([])
  })
})
