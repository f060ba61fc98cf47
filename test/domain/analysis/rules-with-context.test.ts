import { describe, expect, it } from 'vitest'
import { type CallChange, codes, SimulatedCall } from './simulated-call.ts'

/** An estimate that moves with the network, as those of encoders held back by it do. */
const limited = (share: number, room = 300_000): CallChange => ({
  bob: {
    outboundVideo: { 'qualityLimitationDurations.bandwidth': 5 * share, targetBitrate: room },
    pair: { availableOutgoingBitrate: room },
  },
})

describe('bandwidth_limited', () => {
  const rooms = [300_000, 280_000, 310_000, 290_000]
  const play = (share: number, before: number, factor = 1) => {
    const call = new SimulatedCall().pass(before)
    for (const room of rooms) {
      const change = limited(share, room)
      call.pass(1, { bob: { ...change.bob, pair: { availableOutgoingBitrate: factor * room } } })
    }
    return codes(call)
  }

  it.each([
    ['beyond doubt', 1, 8, 1, ['bandwidth_limited']],
    ['a little beyond the line', 0.32, 8, 1, ['bandwidth_limited']],
    ['a little within it', 0.28, 8, 1, []],
    ['while the encoder starts', 1, 1, 1, []],
    ['where the estimate leaves room', 1, 8, 3, []],
  ])('%s', (_, share, before, factor, expected) => {
    expect(play(share, before, factor)).toEqual(expected)
  })

  it('is not found at a bitrate that was set', () => {
    const call = new SimulatedCall().pass(8).pass(5, limited(1))
    expect(codes(call)).toEqual([])
  })

  it('says nothing without an estimate, or without durations', () => {
    const lacking = [{ pair: { availableOutgoingBitrate: null } }, { outboundVideo: { targetBitrate: 300_000 } }]
    for (const change of lacking) {
      const call = new SimulatedCall().pass(8)
      for (const room of rooms) call.pass(1, { bob: { ...limited(1, room).bob, ...change } })
      expect(codes(call)).toEqual([])
    }
  })
})

describe('unstable_path', () => {
  const play = (changes: number, apart: number) => {
    const call = new SimulatedCall().pass(2)
    for (let index = 0; index < changes; index++) {
      call.pages.bob.pairId = `CP${index + 2}`
      call.pass(apart)
    }
    return codes(call)
  }

  it.each([
    ['three changes in a minute', 3, 2, ['unstable_path']],
    ['two changes', 2, 1, []],
    ['three changes in two minutes', 3, 8, []],
  ])('%s', (_, changes, apart, expected) => {
    expect(play(changes, apart)).toEqual(expected)
  })
})

describe('an outage by the candidate pair', () => {
  it('is no_inbound_media even when the sender does not report and RTCP is lost, too', () => {
    const call = new SimulatedCall()
    call.reporting = ['bob']
    const nothing = { bytesReceived: 0, packetsReceived: 0, framesDecoded: 0 }
    call.pass(2).pass(4, {
      bob: {
        inboundAudio: nothing,
        inboundVideo: nothing,
        remoteOutbound: { packetsSent: 0, timestamp: 1 },
        pair: { bytesReceived: 0, responsesReceived: 0, requestsReceived: 0 },
      },
    })
    expect(codes(call)).toEqual(['no_inbound_media'])
  })

  it('is not, when somebody has left', () => {
    const call = new SimulatedCall().pass(2).tell('alice', 'browser', 'unload', null)
    call.reporting = ['bob']
    const nothing = { bytesReceived: 0, packetsReceived: 0, framesDecoded: 0 }
    call.pass(6, {
      bob: {
        inboundAudio: nothing,
        inboundVideo: nothing,
        pair: { bytesReceived: 0, responsesReceived: 0, requestsReceived: 0 },
      },
    })
    expect(codes(call)).toEqual([])
  })
})

describe('high_packet_loss of what is sent', () => {
  const lost = { bob: { remoteInbound: { packetsLost: 30 } } }

  it('is found by RTCP when the receiver does not report', () => {
    const call = new SimulatedCall({ connected: false })
    call.reporting = ['bob']
    expect(codes(call.pass(3).pass(3, lost))).toEqual(['high_packet_loss'])
  })

  it('is not found twice when the receiver reports', () => {
    expect(codes(new SimulatedCall().pass(3).pass(3, lost))).toEqual([])
  })

  it('says nothing while RTCP repeats itself', () => {
    const call = new SimulatedCall({ connected: false })
    call.reporting = ['bob']
    call.pass(3).pass(3, { bob: { remoteInbound: { packetsLost: 30, timestamp: 1 } } })
    expect(codes(call)).toEqual([])
  })
})
