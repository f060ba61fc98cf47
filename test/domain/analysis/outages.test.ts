import { describe, expect, it } from 'vitest'
import type { PageChange } from './report-builder.ts'
import { analyse, codes, found, type Page, SimulatedCall } from './simulated-call.ts'

/** Not a packet comes, nor an answer to a check. */
const nothing: PageChange = {
  inboundAudio: { packetsReceived: 0, bytesReceived: 0, concealedSamples: 240_000, silentConcealedSamples: 230_000 },
  inboundVideo: { packetsReceived: 0, bytesReceived: 0, framesDecoded: 0 },
  pair: { bytesReceived: 0, responsesReceived: 0, requestsReceived: 0 },
}

/** So many seconds of an interval are missing at its beginning or within it. */
const cut = (seconds: number): PageChange => ({
  inboundAudio: {
    packetsReceived: 50 * (5 - seconds),
    bytesReceived: 4000 * (5 - seconds),
    concealedSamples: 48_000 * seconds,
    silentConcealedSamples: 46_000 * seconds,
  },
})

const outages = (call: SimulatedCall) => found(call).filter(text => text.startsWith('reconnected'))

const excused = (call: SimulatedCall) => [...analyse(call.events).excusedConnections()]

/** Some seconds go by without a report. */
const wait = (call: SimulatedCall, seconds: number): SimulatedCall => {
  call.now += seconds
  return call
}

describe('an outage of a connection', () => {
  it('lasts from the last packet to the first, whatever its states say', () => {
    const silent = () => new SimulatedCall().pass(4).pass(2, { bob: nothing })
    expect(
      outages(
        silent()
          .pass(1, { bob: cut(2) })
          .pass(2),
      ),
    ).toEqual(['reconnected bob 25–37'])
    const setFlag = silent()
      .state('bob', 'disconnected')
      .pass(1, { bob: cut(2) })
      .state('bob', 'connected')
    expect(outages(setFlag.pass(2))).toEqual(['reconnected bob 25–37'])
  })

  it('is found within one interval, where it leaves no trace in the losses', () => {
    expect(
      outages(
        new SimulatedCall()
          .pass(4)
          .pass(1, { bob: cut(4) })
          .pass(3),
      ),
    ).toEqual(['reconnected bob 25.5–29.5'])
    expect(
      outages(
        new SimulatedCall()
          .pass(4)
          .pass(1, { bob: cut(1) })
          .pass(3),
      ),
    ).toEqual([])
  })

  it.each<[string, PageChange, PageChange]>([
    [
      'packets that were counted as lost',
      { ...cut(4), inboundAudio: { ...cut(4).inboundAudio, packetsLost: 200 } },
      {},
    ],
    ['a sender who paused (DTX)', cut(4), { outboundAudio: { packetsSent: 50, bytesSent: 400 } }],
  ])('is not %s', (_, change, sender) => {
    expect(outages(new SimulatedCall().pass(4).pass(1, { bob: change, alice: sender }).pass(3))).toEqual([])
  })

  it('is none where media flows through what the states say', () => {
    const blip = new SimulatedCall().pass(4).state('bob', 'disconnected')
    expect(outages(blip.pass(4))).toEqual([])
    expect(excused(blip)).toContain('connection of bob')
    const back = wait(new SimulatedCall().pass(4).state('bob', 'disconnected'), 2).state('bob', 'connected')
    back.now -= 2
    expect(outages(back.pass(4))).toEqual([])
  })

  it('is what all else that went wrong meanwhile comes of', () => {
    const findings = analyse(
      new SimulatedCall()
        .pass(4)
        .pass(4, { bob: nothing })
        .pass(1, { bob: cut(2) })
        .pass(2).events,
    ).findings()
    const consequences = findings.filter(({ code }) => code !== 'reconnected')
    expect(consequences.map(({ code }) => code)).toContain('no_inbound_media')
    for (const { data } of consequences) expect(data.causedBy).toContain('reconnected')
  })

  it('is one for the participant where another connection carries on', () => {
    const call = wait(new SimulatedCall().pass(4), 5).state('bob', 'disconnected')
    const second = { ...call.events.at(-1), connectionId: 'second connection of bob' } as (typeof call.events)[number]
    wait(call, 15)
    for (const [type, state] of [
      ['addConnection', null],
      ['onconnectionstatechange', 'connecting'],
      ['onconnectionstatechange', 'connected'],
    ] as const) {
      call.events.push({ ...second, type, data: state, at: second.at + 15_000 })
    }
    expect(outages(call)).toEqual(['reconnected bob 25–45'])
    expect(excused(call)).toContain('connection of bob')
  })
})

describe('whoever stays', () => {
  const lost = (call: SimulatedCall, page: Page = 'bob') =>
    wait(call.state(page, 'disconnected'), 15).state(page, 'failed')

  it('is not charged when the peer hung up', () => {
    const call = new SimulatedCall().pass(4).tell('alice', 'browser', 'unload', null)
    call.reporting = ['bob']
    call.pass(1, { bob: nothing })
    expect(codes(lost(call).pass(4, { bob: nothing }))).toEqual([])
    expect(excused(call)).toContain('connection of bob')
  })

  it('is not charged when the peer crashed: what is missing comes of that', () => {
    const call = new SimulatedCall().pass(4)
    call.reporting = ['bob']
    lost(call.pass(2, { bob: nothing })).pass(6, { bob: nothing })
    expect(excused(call)).toContain('connection of bob')
    const missing = analyse(call.events)
      .findings()
      .filter(({ code }) => code === 'no_inbound_media')
    expect(missing.length).toBeGreaterThan(0)
    for (const { data } of missing) expect(data).toMatchObject({ causedAt: { left_abruptly: 'alice' } })
  })

  it('is charged with a connection that is lost while the peer is there', () => {
    const call = lost(new SimulatedCall().pass(4)).pass(4, { bob: nothing })
    expect(excused(call)).not.toContain('connection of bob')
  })
})

describe('slow_setup', () => {
  it('does not count the time that a transport idles', () => {
    const call = new SimulatedCall({ connected: false }).tell('bob', 'connection', 'addConnection', null)
    wait(call, 180).state('bob', 'connecting')
    expect(codes(wait(call, 1).state('bob', 'connected').pass(2))).toEqual([])
  })
})

describe('a clock', () => {
  it('that stands still while the machine sleeps lags for good; what comes after is dated right', () => {
    const lossy = { bob: { inboundAudio: { packetsReceived: 200, packetsLost: 50, concealedSamples: 24_000 } } }
    const call = wait(new SimulatedCall().pass(6), 25).pass(12).pass(4, lossy).pass(6)
    expect(found(call)[0]).toBe('high_packet_loss bob 120–140')
  })
})
