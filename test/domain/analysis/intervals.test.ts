import { describe, expect, it } from 'vitest'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { analyse, type CallChange, codes, found, SimulatedCall, settings } from './simulated-call.ts'

const lossy: CallChange = { bob: { inboundAudio: { packetsReceived: 225, packetsLost: 25, concealedSamples: null } } }
const loss = ['high_packet_loss', 'very_low_audio_score']

describe('what says nothing', () => {
  it('totals from before the first report', () => {
    expect(codes(new SimulatedCall({ connected: false }).pass(1, lossy).pass(9))).toEqual([])
  })

  it('intervals longer than twice the period', () => {
    const call = new SimulatedCall()
    for (let index = 0; index < 6; index++) call.pass(1, lossy, 12)
    expect(codes(call)).toEqual([])
  })

  it('repeated reports', () => {
    const call = new SimulatedCall().pass(2, lossy)
    call.events.push(...call.events.slice(-4), ...call.events.slice(-2))
    expect(codes(call)).toEqual([])
  })

  it('reports from before the last one', () => {
    const call = new SimulatedCall().pass(8)
    const late = call.events.filter(({ category }) => category === 'stats').reverse()
    expect(codes(Object.assign(call, { events: [...call.events, ...late] }))).toEqual([])
  })

  it('counters that begin anew', () => {
    const call = new SimulatedCall().pass(4)
    for (let index = 0; index < 6; index++) {
      call.pages.bob.reset()
      call.pass(1, lossy, 5 - index / 10)
    }
    expect(codes(call)).toEqual([])
  })

  it.each([
    ['audio', 'concealedSamples'],
    ['audio', 'jitterBufferDelay'],
    ['audio', 'packetsReceived'],
    ['audio', 'packetsLost'],
    ['video', 'totalFreezesDuration'],
    ['video', 'framesDecoded'],
  ])('what comes back after %s %s fell for a while', (kind, field) => {
    for (const value of [0, 1, null, -3]) {
      for (const reports of [1, 2, 3]) {
        const call = new SimulatedCall().pass(12)
        const hit = call.events
          .filter(event => event.category === 'stats' && event.participantId === 'bob')
          .slice(5, 5 + reports)
        for (const event of hit) {
          const data = structuredClone(event.data) as Record<string, { inbound: Record<string, unknown>[] }>
          for (const entry of data[kind]?.inbound ?? []) entry[field] = value
          event.data = data as typeof event.data
        }
        expect(codes(call)).toEqual([])
      }
    }
  })

  it('packets that were lost, then found', () => {
    const call = new SimulatedCall()
    for (let index = 0; index < 10; index++)
      call.pass(1, { bob: { inboundAudio: { packetsLost: index % 2 ? -12 : 12 } } })
    expect(codes(call)).toEqual([])
  })

  it('one lost packet among few, as in silence', () => {
    const few = { packetsReceived: 12, packetsLost: 1, bytesReceived: 60 }
    expect(codes(new SimulatedCall().pass(8, { bob: { inboundAudio: few } }))).toEqual([])
  })
})

describe('clocks', () => {
  it('of browsers may be a year off: event time places what their own measures', () => {
    expect(found(new SimulatedCall().pass(2).pass(4, lossy))[0]).toBe('high_packet_loss bob 15–…')
  })

  it('may be set back and forth', () => {
    const call = new SimulatedCall().pass(3)
    const shifted = new SimulatedCall().pass(3).pass(3, lossy)
    const hour = 3_600_000
    const clock = (event: (typeof call.events)[number], by: number) =>
      JSON.parse(JSON.stringify(event).replace(/"timestamp":(\d+)/g, (_, time) => `"timestamp":${Number(time) + by}`))
    const events = shifted.events.map((event, index) => clock(event, index % 7 < 3 ? 0 : index % 2 ? hour : -hour))
    expect(analyse(events).findings()).toEqual([])
  })

  it('tell when reports that an outage held back were taken', () => {
    const call = new SimulatedCall().pass(4).pass(3, lossy).pass(3)
    const release = call.events.at(-1)?.at ?? 0
    const held = (at: number) => at > release - 31_000
    const events = call.events.map(event => (held(event.at) ? { ...event, at: release } : event))
    const seconds = (of: readonly CallEvent[]) =>
      analyse(of)
        .findings()
        .map(({ startedAt }) => Math.round(startedAt / 1000))
    expect(seconds(events)).toEqual(seconds(call.events))
  })
})

describe('what belongs together', () => {
  it('is kept apart by connection, though reports are interleaved', () => {
    const [one, other] = [new SimulatedCall().pass(5, lossy), new SimulatedCall().pass(5)]
    const renamed = other.events.map(event => ({
      ...event,
      connectionId: event.connectionId && `second ${event.connectionId}`,
    }))
    const events = [...one.events, ...renamed].sort((a, b) => a.at - b.at)
    const subjects = analyse(events)
      .findings()
      .map(({ connectionId }) => connectionId)
    expect(new Set(subjects)).toEqual(new Set(['connection of bob']))
  })

  it('is kept apart by stream: a new SSRC begins anew', () => {
    const call = new SimulatedCall().pass(3, lossy)
    const text = JSON.stringify(new SimulatedCall().pass(3).pass(2, lossy).events.slice(-4)).replaceAll(
      '"ssrc":11',
      '"ssrc":99',
    )
    expect(analyse([...call.events.slice(0, -2), ...JSON.parse(text)]).findings()).toEqual([])
  })

  it('survives a report between two others', () => {
    const call = new SimulatedCall().pass(2)
    for (let index = 0; index < 3; index++) call.pass(1, {}, 1).pass(1, lossy, 4)
    expect(codes(call)).toEqual(loss)
  })
})

it('reports every 30 s are judged by the period of the app', () => {
  const call = new SimulatedCall()
  const slow = { bob: { inboundAudio: { packetsReceived: 1350, packetsLost: 150, concealedSamples: null } } }
  for (let index = 0; index < 4; index++) call.pass(1, slow, 30)
  expect(codes(call, { ...settings, intervalMs: 30_000 })).toEqual(loss)
})
