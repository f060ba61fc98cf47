import { describe, expect, it } from 'vitest'
import {
  chooseConnection,
  nameConnections,
  otherEnd,
} from '../../../console/src/model/connections/choose-connection.ts'
import { readCandidateErrors, readCandidates, typeName } from '../../../console/src/model/network/candidates.ts'
import { readSetup } from '../../../console/src/model/network/setup-steps.ts'
import { compareDescriptions } from '../../../console/src/model/sdp/compare.ts'
import {
  chooseExchange,
  descriptionOf,
  earlierExchange,
  readExchanges,
} from '../../../console/src/model/sdp/exchanges.ts'
import { codecsOf, readSections } from '../../../console/src/model/sdp/sections.ts'
import { sectionFacts, summarizeChanges } from '../../../console/src/model/sdp/summarize.ts'
import { connection, event, issue, person, seconds } from '../support/sample-call.ts'

const sdp = ({ direction = 'sendrecv', vp9 = true, ufrag = 'aaaa', port = 9, more = '' } = {}): string =>
  [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 110',
    'a=mid:0',
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:110 telephone-event/48000',
    'a=sendrecv',
    `m=video ${port} UDP/TLS/RTP/SAVPF 96 97${vp9 ? ' 98' : ''}`,
    'a=mid:1',
    `a=ice-ufrag:${ufrag}`,
    `a=${direction}`,
    'a=rtpmap:96 VP8/90000',
    'a=rtpmap:97 rtx/90000',
    ...(vp9 ? ['a=rtpmap:98 VP9/90000'] : []),
    more,
  ].join('\r\n')

describe('session descriptions', () => {
  it('are read by media section, with their codecs in order of preference', () => {
    const sections = readSections(sdp())
    expect(sections.map(({ id, medium }) => `${medium} ${id}`)).toEqual(['session session', 'audio 0', 'video 1'])
    expect(sections.map(codecsOf)).toEqual([[], ['opus'], ['VP8', 'VP9']])
    expect(sections.map(sectionFacts)).toEqual(['', 'sendrecv · opus', 'sendrecv · VP8, VP9'])
    expect(readSections('')).toEqual([])
  })

  it.each([
    ['the same', sdp(), []],
    [
      'another direction, a codec less',
      sdp({ direction: 'recvonly', vp9: false }),
      ['video (mid 1): sendrecv → recvonly; VP9 removed'],
    ],
    ['another ufrag', sdp({ ufrag: 'bbbb' }), ['video (mid 1): ICE restart']],
    ['port 0', sdp({ port: 0 }), ['video (mid 1): rejected (port 0)']],
    [
      'one more section',
      sdp({ more: 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2' }),
      ['application (mid 2): added'],
    ],
  ])('are compared with the one before: %s', (_, now, changes) => {
    expect(summarizeChanges(compareDescriptions(sdp(), now))).toEqual(changes)
  })

  it('are compared line by line, sections matched by mid', () => {
    const [, , video] = compareDescriptions(sdp(), sdp({ direction: 'inactive' }))
    expect(video?.lines.filter(({ state }) => state !== 'same')).toEqual([
      { state: 'removed', text: 'a=sendrecv' },
      { state: 'added', text: 'a=inactive' },
    ])
    expect(compareDescriptions(undefined, sdp()).every(({ state }) => state === 'same')).toBe(true)
    expect(compareDescriptions(sdp(), 'v=0').map(({ state }) => state)).toEqual(['changed', 'removed', 'removed'])
  })

  it('belong to offers and their answers', () => {
    const signal = (at: number, signalingState: string, local?: string, remote?: string) =>
      event('alice', 'onsignalingstatechange', at, {
        connectionId: 'a',
        data: {
          signalingState,
          localDescription: local ? { type: 'offer', sdp: local } : null,
          remoteDescription: remote ? { type: 'answer', sdp: remote } : null,
        },
      })
    const events = [
      signal(1, 'have-local-offer', 'one'),
      signal(2, 'stable', 'one', 'two'),
      event('alice', 'onsignalingstatechange', 3, { connectionId: 'other', data: { signalingState: 'stable' } }),
      signal(4, 'have-remote-offer', 'one', 'three'),
      signal(5, 'stable', 'four', 'three'),
      signal(6, 'have-local-offer', 'five', 'three'),
    ]
    const exchanges = readExchanges(events, 'a')
    const described = exchanges.map(exchange => {
      const [begin, end] = [exchange.id, exchange.endId].map(id => events.find(other => other.id === id))
      const { offeredBy, from, to } = exchange
      const [local, remote] = (['local', 'remote'] as const).map(side => descriptionOf(exchange, side, begin, end))
      return { offeredBy, from, to, local, remote }
    })
    expect(described).toEqual([
      { offeredBy: 'local', from: seconds(1), to: seconds(2), local: 'one', remote: 'two' },
      { offeredBy: 'remote', from: seconds(4), to: seconds(5), local: 'four', remote: 'three' },
      { offeredBy: 'local', from: seconds(6), to: undefined, local: 'five', remote: undefined },
    ])
    const [first, second, last] = exchanges
    if (!first || !second || !last) throw new Error('not read')
    expect(chooseExchange(exchanges, 'unknown')).toBe(last)
    expect(earlierExchange(exchanges, second, undefined)).toBe(first)
    expect(earlierExchange(exchanges, first, undefined)).toBeUndefined()
    expect(earlierExchange(exchanges, second, 'none')).toBeUndefined()
    expect(earlierExchange(exchanges, second, last.id)).toBe(last)
  })
})

describe('the network of a connection', () => {
  it('has candidates, the end of gathering left out, and errors of servers', () => {
    const data = { type: 'srflx', protocol: 'udp', address: '192.0.2.1', port: 5000, url: 'stun:stun.example.test' }
    const events = [
      event('alice', 'onicecandidate', 1, { connectionId: 'a', data }),
      event('alice', 'onicecandidate', 2, {
        connectionId: 'a',
        data: {
          candidate: 'candidate:1 1 tcp 1 10.0.0.1 9 typ host tcptype active',
          protocol: 'tcp',
          tcpType: 'active',
        },
      }),
      event('alice', 'onicecandidate', 3, { connectionId: 'a' }),
      event('alice', 'onicecandidateerror', 4, {
        connectionId: 'a',
        data: { url: 'turn:turn.example.test', errorCode: 701, errorText: 'TURN host lookup received error.' },
      }),
    ]
    expect(
      readCandidates(events, 'a').map(({ type, protocol, address, server }) => [type, protocol, address, server]),
    ).toEqual([
      ['srflx', 'udp', '192.0.2.1:5000', 'stun:stun.example.test'],
      ['host', 'tcp active', '', ''],
    ])
    expect(readCandidateErrors(events, 'a')).toMatchObject([{ server: 'turn:turn.example.test', code: '701' }])
    expect([typeName('relay'), typeName('quantum')]).toEqual(['Relay (TURN)', 'quantum'])
  })

  it('has a setup of steps, some of which never end', () => {
    const of = (type: string, at: number, data?: string) => event('alice', type, at, { connectionId: 'a', data })
    const events = [
      of('onicegatheringstatechange', 1, 'gathering'),
      of('onicegatheringstatechange', 3, 'complete'),
      of('oniceconnectionstatechange', 2, 'checking'),
      of('ontrack', 2),
      of('unmute', 4),
    ]
    expect(readSetup(events, 'a')).toEqual({
      startedAt: seconds(1),
      lengthMs: 3000,
      steps: [
        { name: 'gathering', from: 0, to: 2000 },
        { name: 'checking', from: 1000, to: undefined },
        { name: 'media', from: 1000, to: 3000 },
      ],
    })
    expect(readSetup(events, 'another')).toBeUndefined()
  })
})

describe('the connection that a panel opens with', () => {
  const [there, back] = [connection('alice', 'bob'), connection('bob', 'alice')]
  const people = [person('bob'), person('alice')].map(one => ({ person: one, judged: undefined }))
  const named = nameConnections([there, back], people, undefined)

  it('is the one asked for, else that of the first finding, else that of the worst call', () => {
    expect(named.map(({ from, to }) => `${from} ${to}`)).toEqual(['bob alice', 'alice bob'])
    expect(chooseConnection(named, there.id, [])?.connection).toBe(there)
    expect(chooseConnection(named, 'gone', [issue('x', 'alice', { connectionId: there.id })])?.connection).toBe(there)
    expect(chooseConnection(named, undefined, [])?.connection).toBe(back)
    expect(nameConnections([there, back], people, 'alice').map(({ connection: { id } }) => id)).toEqual([there.id])
  })

  it('has another end, where the other side reported at the same time', () => {
    expect(otherEnd(there, [there, back])).toBe(back)
    expect(otherEnd(there, [there, { ...back, from: seconds(100), to: undefined }])).toBeUndefined()
  })
})
