import { describe, expect, it } from 'vitest'
import type { CallRow, Judgement } from '../../../console/src/model/call.ts'
import { eventSummary } from '../../../console/src/model/event-summary.ts'
import { type EventFilter, eventTypes, isWanted } from '../../../console/src/model/filter-events.ts'
import { mergeRows } from '../../../console/src/model/merge-rows.ts'
import { callName, secondName } from '../../../console/src/model/names.ts'
import { personFacts } from '../../../console/src/model/person-facts.ts'
import { judgedPeople } from '../../../console/src/model/quality-order.ts'
import { snippets } from '../../../console/src/model/snippets.ts'
import { call, connection, event, person, seconds, session } from '../support/sample-call.ts'

describe('rows of a list', () => {
  const row = (id: string, peopleCount = 2): CallRow => ({
    call: call({ id }),
    verdict: undefined,
    personVerdict: undefined,
    peopleCount,
    peopleNames: [],
    issueCodes: [],
    issueCodeCount: 0,
  })

  it('stay where they are while new ones wait', () => {
    const { rows, newCount } = mergeRows(['b', 'a'], [row('d'), row('c'), row('b', 3), row('a')])
    expect(rows.map(({ call: { id }, peopleCount }) => [id, peopleCount])).toEqual([
      ['b', 3],
      ['a', 2],
    ])
    expect(newCount).toBe(2)
  })

  it('get longer at the end', () => {
    const { rows, newCount } = mergeRows(['a', 'b'], [row('a'), row('b'), row('c')])
    expect([rows.map(({ call: { id } }) => id), newCount]).toEqual([['a', 'b', 'c'], 0])
  })

  it('go when they are gone', () =>
    expect(mergeRows(['b', 'a'], [row('a')])).toEqual({ rows: [row('a')], newCount: 0 }))
})

describe('people', () => {
  it('stand with the worst call first, media servers last', () => {
    const verdict = (personId: string, quality: 'good' | 'bad') => ({
      personId,
      verdict: { quality, reason: '', code: '' },
      audio: undefined,
      video: undefined,
    })
    const judgement: Judgement = {
      progress: 'done',
      verdict: undefined,
      people: [verdict('alice', 'good'), verdict('bob', 'bad')],
    }
    const people = [person('sfu', { isSfu: true }), person('alice'), person('carol'), person('bob')]
    expect(judgedPeople(people, judgement).map(({ person: { id } }) => id)).toEqual(['bob', 'alice', 'carol', 'sfu'])
    expect(judgedPeople(people, { progress: 'building' }).at(-1)?.person.id).toBe('sfu')
  })

  it.each([
    [[connection('alice', 'bob')], 'Direct · 1 min in call'],
    [[connection('alice', 'bob', { path: 'relayed', isTcp: true })], 'Relayed over TCP · 1 min in call'],
    [[connection('alice', 'bob', { path: undefined, state: 'failed' })], 'Never connected · 1 min in call'],
    [[], '1 min in call'],
  ])('say how they were connected', (connections, text) => {
    const facts = personFacts([session('alice', 0, 60)], connections, seconds(100))
    expect(facts.presence.replaceAll('\u00a0', ' ')).toBe(text)
    expect(facts.device).toBe('Chrome 156 · Linux')
  })

  it('are called by name, else by id', () => {
    expect([callName({ name: '', externalId: 'x' }), callName({ name: 'X', externalId: 'x' })]).toEqual(['x', 'X'])
    expect([secondName({ name: 'X', externalId: 'x' }), secondName({ name: 'x', externalId: 'x' })]).toEqual([
      'x',
      undefined,
    ])
  })
})

describe('events', () => {
  it.each([
    ['onconnectionstatechange', 'connected', 'connected'],
    ['onsignalingstatechange', { signalingState: 'stable', localDescription: { sdp: 'v=0' } }, 'stable'],
    ['onicecandidate', { type: 'host', protocol: 'udp', address: '192.0.2.1', port: 9 }, 'host udp 192.0.2.1:9'],
    ['onicecandidate', null, ''],
    ['getUserMedia', { audio: [{ label: 'Headset' }], video: [{ label: 'Camera' }] }, 'audio: Headset, video: Camera'],
    ['getUserMedia', { name: 'NotAllowedError', message: 'denied' }, 'name: NotAllowedError, message: denied'],
    ['custom', { eventName: 'mute', description: 'by host' }, 'mute: by host'],
    ['anything', { nested: { a: 1 }, plain: 2 }, 'plain: 2'],
  ])('say in a line what %s with %o is', (type, data, text) =>
    expect(eventSummary(event('alice', type, 0, { data }))).toBe(text),
  )

  it('are cut when they say much', () =>
    expect(eventSummary(event('alice', 'x', 0, { data: 'y'.repeat(500) }))).toHaveLength(160))

  it('that were just reported are filtered as the server filters', () => {
    const events = [
      event('alice', 'onicecandidate', 1, { data: { type: 'relay' } }),
      event('bob', 'onicecandidate', 2, { data: { type: 'host' }, connectionId: 'bob to alice' }),
      event('bob', 'ontrack', 3, { category: 'track' }),
      event('bob', 'stats', 4, { category: 'stats' }),
    ]
    const wanted = (filter: EventFilter) => events.flatMap((event, index) => (isWanted(event, filter) ? [index] : []))
    expect(wanted({})).toEqual([0, 1, 2])
    expect(wanted({ personId: 'bob', text: 'HOST' })).toEqual([1])
    expect(wanted({ connectionId: 'bob to alice', type: 'onicecandidate' })).toEqual([1])
    expect(wanted({ category: 'track' })).toEqual([2])
    expect(wanted({ category: 'stats' })).toEqual([3])
    expect(eventTypes(events, 'chosen')).toEqual(expect.arrayContaining(['chosen', 'ontrack', 'stats']))
  })
})

describe('code to begin with', () => {
  it.each(['bundler', 'script', 'replay'] as const)('has address and key filled in: %s', way => {
    const code = snippets[way]('https://metrics.example/v1', 'the-key')
    expect(code).toContain('https://metrics.example/v1')
    expect(code).toContain('the-key')
  })
})
