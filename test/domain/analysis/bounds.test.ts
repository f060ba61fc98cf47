import { describe, expect, it } from 'vitest'
import { CallAnalyser } from '../../../src/domain/analysis/call-analyser.ts'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { MAX_CONNECTIONS, MAX_PARTS, MAX_STREAMS, MAX_TRACKS } from '../../../src/domain/analysis/state/bounds.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { SimulatedCall, settings } from './simulated-call.ts'

const losing = { alice: { inboundAudio: { packetsReceived: 200, packetsLost: 50 } } }

interface Saved {
  sessionIds: { $map: [string, string[]][] }
  connectionIds: { $map: [string, string[]][] }
  owners: { $map: [string, string][] }
  sessions: { $map: [string, { tracks: { $map: [string, unknown][] } }][] }
  connections: { $map: [string, { streams: { $map: [string, unknown][] } }][] }
}

/** What an analyser remembers. */
function remembered(analyser: CallAnalyser) {
  const { sessions, connections, sessionIds, connectionIds, owners }: Saved = JSON.parse(analyser.save()).state
  const tracks = sessions.$map.map(([, session]) => session.tracks.$map.map(([id]) => id))
  const streams = connections.$map.map(([, connection]) => connection.streams.$map.map(([key]) => key))
  return {
    tracks,
    streams,
    lists: [sessionIds, connectionIds].map(({ $map }) => $map.map(([, ids]) => ids.length)),
    owners: new Map(owners.$map),
    parts: sessions.$map.length + connections.$map.length + tracks.flat().length + streams.flat().length,
  }
}

/** A call in which trouble begins once other events have been taken in. */
function troubleAfter(others: (at: number) => Iterable<CallEvent>): CallAnalyser {
  const call = new SimulatedCall().pass(3)
  const before = call.events.length
  const last = call.events.at(-1)
  call.pass(8, losing)
  const analyser = new CallAnalyser(settings)
  for (const event of call.events.slice(0, before)) analyser.feed(event)
  for (const event of others(last?.at ?? 0)) analyser.feed(event)
  for (const event of call.events.slice(before)) analyser.feed(event)
  return analyser
}

const codesOf = (analyser: CallAnalyser) =>
  analyser.findings().map(({ code, participantId }) => `${code} ${participantId}`)

const inbound = (ssrcs: readonly number[], timestamp: number): JsonValue => ({
  audio: {
    inbound: ssrcs.map(ssrc => ({
      id: `in-${ssrc}`,
      kind: 'audio',
      ssrc,
      timestamp,
      packetsReceived: 1,
      packetsLost: 0,
    })),
    outbound: [],
  },
  video: { inbound: [], outbound: [] },
  connection: { timestamp, state: 'succeeded', nominated: true, bytesReceived: timestamp, bytesSent: timestamp },
})

describe('a call that is made to grow without end', () => {
  it('keeps the latest tracks of a session, and all its own', () => {
    const analyser = troubleAfter(function* (at) {
      for (let index = 0; index < 3 * MAX_TRACKS; index++) {
        const about = {
          participantId: 'alice',
          sessionId: 'session of alice',
          peerId: 'bob',
          trackIdentifier: `t${index}`,
        }
        yield {
          at,
          category: 'track',
          type: 'ontrack',
          connectionId: 'connection of alice',
          data: { kind: 'audio' },
          ...about,
        }
      }
    })
    const ofAlice = remembered(analyser).tracks.find(ids => ids.includes('camera')) ?? []
    expect(ofAlice).toHaveLength(MAX_TRACKS)
    expect(ofAlice).toEqual(expect.arrayContaining(['microphone', 'camera', `t${3 * MAX_TRACKS - 1}`]))
    expect(codesOf(analyser)).toContain('high_packet_loss alice')
  })

  it('keeps the latest streams of a connection', () => {
    const analyser = troubleAfter(function* (at) {
      for (let index = 0; index < 40; index++) {
        const ssrcs = Array.from({ length: 100 }, (_, offset) => 1000 + 100 * index + offset)
        const about = {
          participantId: 'eve',
          sessionId: 'session of eve',
          peerId: 'bob',
          connectionId: 'connection of eve',
        }
        const data = inbound(ssrcs, 5000 * index)
        yield { at: at + index, category: 'stats', type: 'stats', trackIdentifier: null, data, ...about }
      }
      const many = inbound(
        Array.from({ length: 3 * MAX_STREAMS }, (_, index) => 9000 + index),
        0,
      )
      const about = { participantId: 'eve', sessionId: 'session of eve', peerId: 'bob', connectionId: 'another of eve' }
      yield { at, category: 'stats', type: 'stats', trackIdentifier: null, data: many, ...about }
    })
    const [one = [], another = []] = remembered(analyser).streams.slice(2)
    expect([one.length, another.length]).toEqual([MAX_STREAMS, MAX_STREAMS])
    expect(one).toContain('inbound-audio/4999')
    expect(one).not.toContain('inbound-audio/1000')
    expect(codesOf(analyser)).toContain('high_packet_loss alice')
  })

  it('is judged as far as it was known when it became too large', () => {
    const analyser = troubleAfter(function* (at) {
      for (let index = 0; index < MAX_PARTS; index++) {
        const about = { participantId: `p${index}`, sessionId: `s${index}`, peerId: 'bob', connectionId: `c${index}` }
        yield { at, category: 'connection', type: 'addConnection', trackIdentifier: null, data: null, ...about }
      }
    })
    const { parts, lists } = remembered(analyser)
    expect(parts).toBeLessThanOrEqual(MAX_PARTS)
    expect(
      lists.flat().filter(length => length === 0),
      'lists of what is not remembered',
    ).toEqual([])
    expect(codesOf(analyser)).toContain('high_packet_loss alice')
  })

  it('knows who reported a stream last, though another connection has forgotten it', () => {
    const report = (connectionId: string, ssrcs: readonly number[], at: number): CallEvent => {
      const about = { participantId: 'eve', sessionId: 'session of eve', peerId: connectionId, connectionId }
      return { at, category: 'stats', type: 'stats', trackIdentifier: null, data: inbound(ssrcs, at), ...about }
    }
    const analyser = troubleAfter(function* (at) {
      yield report('old', [1000], at)
      yield report('new', [1000], at + 1)
      yield report(
        'old',
        Array.from({ length: MAX_STREAMS }, (_, index) => 2000 + index),
        at + 2,
      )
    })
    expect(remembered(analyser).owners.get('inbound-audio/1000')).toBe('new')
  })

  it('has as many connections between two of its participants, whenever their peer is told', () => {
    const told = (index: number, peerId: string | null, at: number): CallEvent => {
      const about = { participantId: 'eve', sessionId: 'session of eve', peerId, connectionId: `c${index}` }
      return { at, category: 'connection', type: 'addConnection', trackIdentifier: null, data: null, ...about }
    }
    const analyser = troubleAfter(function* (at) {
      for (let index = 0; index < 3 * MAX_CONNECTIONS; index++) {
        yield told(index, null, at)
        yield told(index, 'bob', at)
      }
    })
    expect(Math.max(...remembered(analyser).lists.flat())).toBeLessThanOrEqual(MAX_CONNECTIONS)
  })
})
