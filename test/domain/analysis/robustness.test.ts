import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallAnalyser } from '../../../src/domain/analysis/call-analyser.ts'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { analyse, type CallChange, SimulatedCall, settings } from './simulated-call.ts'
import { spoilt } from './spoilt-reports.ts'

const trouble: CallChange = {
  bob: {
    inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: 12_000 },
    inboundVideo: { framesDecoded: 15, freezeCount: 1, totalFreezesDuration: 2 },
    pair: { currentRoundTripTime: 0.6 },
    audioSource: { totalAudioEnergy: 0, audioLevel: 0 },
  },
}

const troubled = (): CallEvent[] => {
  const call = new SimulatedCall().pass(4).pass(8, trouble).state('bob', 'disconnected').pass(2)
  call.state('bob', 'connected').tell('alice', 'track', 'ended', {}, 'camera').pass(8, trouble)
  return call.pass(8).events
}

const healthy = (): CallEvent[] => new SimulatedCall().pass(20).events

describe('another process', () => {
  it('continues at any point as if nothing had happened', () => {
    const events = troubled()
    const expected = analyse(events).findings()
    expect(expected.length).toBeGreaterThan(5)
    const inPieces = (points: readonly number[]) => {
      let analyser = new CallAnalyser(settings)
      for (const [index, event] of events.entries()) {
        analyser.feed(event)
        if (points.includes(index))
          analyser = CallAnalyser.restore(analyser.save(), settings) ?? expect.unreachable('it is of this version')
      }
      return analyser.findings()
    }
    fc.assert(
      fc.property(fc.array(fc.nat(events.length - 1), { maxLength: 6 }), points => {
        expect(inPieces(points)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('is told when it cannot read what was saved', () => {
    const older = { ...JSON.parse(analyse(troubled()).save()), version: 1 }
    for (const saved of [null, {}, 'x', older]) {
      expect(CallAnalyser.restore(JSON.stringify(saved), settings)).toBeNull()
    }
  })
})

describe('a healthy call stays so', () => {
  const noFindings = (events: readonly CallEvent[]) => expect(analyse(events).findings()).toEqual([])

  it('in whatever order its events arrive within some seconds', () => {
    const events = healthy()
    const delays = fc.array(fc.nat(6000), { minLength: events.length, maxLength: events.length })
    fc.assert(
      fc.property(delays, late => {
        const arrival = (index: number) => (events[index]?.at ?? 0) + (late[index] ?? 0)
        const order = events.map((_, index) => index).sort((a, b) => arrival(a) - arrival(b))
        noFindings(order.map(index => events[index] as CallEvent))
      }),
      { numRuns: 50 },
    )
  })

  it('when events are lost or come twice', () => {
    const events = healthy()
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: events.length, maxLength: events.length }), copies => {
        noFindings(events.flatMap((event, index) => Array<CallEvent>(copies[index] ?? 1).fill(event)))
      }),
      { numRuns: 50 },
    )
  })

  it('whatever share of its numbers is no count: missing, negative, absurd or no number', () => {
    const noCount = [null, -5, '17 %', '', 1e15, 9e18, true, {}, [1], 'NaN']
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 0.9, noNaN: true }), (seed, share) => {
        noFindings(spoilt(healthy(), seed, { share, values: noCount, apart: 1 }))
      }),
      { numRuns: 40 },
    )
  })

  it('when counters go backwards in single reports', () => {
    // What is momentary must be believed, and what has no time ends no interval.
    const except = /timestamp|jitter$|RoundTripTime|roundTripTime|Bitrate|audioLevel/
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 0.9, noNaN: true }), (seed, share) => {
        noFindings(spoilt(healthy(), seed, { share, values: [0, null, 1], apart: 3, except }))
      }),
      { numRuns: 40 },
    )
  })
})

it('no event of whatever content breaks the analysis', () => {
  const categories = fc.constantFrom('browser', 'getUserMedia', 'connection', 'track', 'stats')
  const types = fc.constantFrom(
    'stats',
    'custom',
    'ended',
    'mute',
    'ontrack',
    'onconnectionstatechange',
    'getUserMedia',
    'mediaDeviceChange',
    'endCall',
    '__proto__',
  )
  const names = fc.constantFrom('__proto__', 'constructor', 'a', 'b')
  const event = fc.record({
    at: fc.oneof(fc.double(), fc.nat()),
    category: categories,
    type: types,
    participantId: names,
    sessionId: names,
    peerId: fc.option(names),
    connectionId: fc.option(names),
    trackIdentifier: fc.option(names),
    data: fc.oneof(
      fc.jsonValue(),
      fc.constant({ audio: { inbound: [{ id: 'x', timestamp: 1, packetsLost: 3 }], outbound: 7 }, connection: [] }),
    ),
  })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), events => {
      const analyser = analyse(events as CallEvent[])
      CallAnalyser.restore(analyser.save(), settings)?.findings()
      analyser.end(0)
    }),
    { numRuns: 200 },
  )
})
