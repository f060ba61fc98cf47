import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SetupStep, setupSteps } from '../../src/domain/signaling/setup-step.ts'
import { newSignaling, outcomeOf, type Signaling, withSign } from '../../src/domain/signaling/signaling.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 4, 5, 12) + ms)

/** A sign and when it was told, ms after `addConnection`. */
type Told = readonly [ms: number, name: SetupStep]

const record = (told: readonly Told[], connected = false): Signaling =>
  told.reduce((signaling, [ms, name]) => withSign(signaling, name, at(ms)), newSignaling(at(0), connected))

const outline = (told: readonly Told[], connected = false, endMs?: number) =>
  outcomeOf(record(told, connected), endMs === undefined ? null : at(endMs)).negotiations.map(
    ({ type, status, durationMs }) => `${type} ${status} ${durationMs ?? '…'}`,
  )

/** The first exchange as a page that offers tells of it. */
const setup: Told[] = [
  [1, 'needed'],
  [2, 'local-offer'],
  [100, 'stable'],
  [110, 'checking'],
  [120, 'connecting'],
  [300, 'connected'],
]

describe('negotiations, by the table of the rules', () => {
  it.each<[string, Told[], string[]]>([
    ['begin with the connection', [], ['initial connecting …']],
    ['begin once', setup.slice(0, 2), ['initial connecting …']],
    ['end with stable', setup.slice(0, 3), ['initial stable 100']],
    ['are connected by the state, with the time in ms', setup, ['initial connected 300']],
    ['are connected whatever stable came before or after', [...setup, [310, 'stable']], ['initial connected 300']],
    ['begin anew with a need', [...setup, [5000, 'needed']], ['initial connected 300', 'renegotiation connecting …']],
    [
      'begin anew with an offer of either side',
      [...setup, [5000, 'remote-offer'], [5040, 'stable'], [9000, 'local-offer'], [9020, 'stable']],
      ['initial connected 300', 'renegotiation stable 40', 'renegotiation stable 20'],
    ],
    ['fail with the state', [[500, 'failed']], ['initial failed 500']],
    ['fail and are connected again', [...setup, [9000, 'failed'], [9500, 'connected']], ['initial connected 9500']],
    ['are connected once, when both states say so', [...setup, [310, 'connected']], ['initial connected 300']],
    [
      'are connected at an unknown moment by what stats show',
      [
        [1, 'needed'],
        [5000, 'shown'],
      ],
      ['initial connected …'],
    ],
    [
      'are not touched by stats once connected',
      [...setup, [5000, 'needed'], [5001, 'shown']],
      ['initial connected 300', 'renegotiation connecting …'],
    ],
  ])('%s', (_what, told, expected) => {
    expect(outline(told)).toEqual(expected)
  })

  it('have none before the first need when the connection is told late', () => {
    expect(outline([], true)).toEqual([])
    expect(outline([[10, 'needed']], true)).toEqual(['initial connecting …'])
  })

  it('fail when they are unfinished at the end, and none begins after it', () => {
    expect(outline([[1, 'needed']], false, 700)).toEqual(['initial failed …'])
    expect(outline([...setup, [900, 'needed']], false, 700)).toEqual(['initial connected 300'])
  })

  it('follow an end that turns out to have been earlier', () => {
    const { negotiations } = outcomeOf(record([[1, 'needed']]), at(400))
    expect(negotiations[0]?.endTime).toBe(at(400).toISOString())
  })
})

describe('signs that overtook each other on their way are put right', () => {
  const later: Told[] = [
    [9000, 'needed'],
    [9010, 'local-offer'],
    [9080, 'stable'],
  ]
  const swapped = (told: readonly Told[], one: number, other: number): Told[] => {
    const names = told.map(([, name]) => name)
    const [a, b] = [names[one] as SetupStep, names[other] as SetupStep]
    return told.map(([ms, name], index) => [ms, index === one ? b : index === other ? a : name])
  }
  const kinds = (told: readonly Told[]) => outline(told).map(text => text.split(' ', 2).join(' '))

  it.each([
    ['the offer after its stable', 1, 2],
    ['the offer after connected', 1, 5],
    ['the need after its offer', 0, 1],
    ['stable after connected', 2, 5],
    ['connecting after connected', 4, 5],
  ])('in the first exchange: %s', (_what, one, other) => {
    expect(kinds(swapped(setup, one, other))).toEqual(['initial connected'])
  })

  it.each([
    ['the need after its offer', 0, 1],
    ['the offer after its stable', 1, 2],
    ['the need after its stable', 0, 2],
  ])('in a later exchange: %s', (_what, one, other) => {
    expect(kinds([...setup, ...swapped(later, one, other)])).toEqual(['initial connected', 'renegotiation stable'])
  })

  it('two offers before their two stables are two exchanges', () => {
    const two: Told[] = [
      [9000, 'remote-offer'],
      [9010, 'remote-offer'],
      [9020, 'stable'],
      [9050, 'stable'],
    ]
    expect(outline([...setup, ...two])).toEqual([
      'initial connected 300',
      'renegotiation stable 20',
      'renegotiation stable 40',
    ])
  })

  it('but offers that were rolled back begin nothing', () => {
    const glare: Told[] = [
      [9000, 'local-offer'],
      [9010, 'remote-offer'],
      [9020, 'stable'],
      [15_000, 'remote-offer'],
      [15_030, 'stable'],
    ]
    expect(outline([...setup, ...glare])).toEqual([
      'initial connected 300',
      'renegotiation stable 20',
      'renegotiation stable 30',
    ])
  })
})

describe('whatever order the signs arrive in, and however often', () => {
  const sign = fc.tuple(fc.oneof(fc.integer({ min: -50, max: 400 }), fc.nat(20_000)), fc.constantFrom(...setupSteps))
  const history = (maxLength: number) =>
    fc.array(sign, { maxLength }).chain(told =>
      fc.record({
        told: fc.constant(told as Told[]),
        arrivals: fc.shuffledSubarray([...told, ...told] as Told[], { minLength: 2 * told.length }),
      }),
    )

  it('they are recorded alike', () => {
    fc.assert(
      fc.property(history(25), ({ told, arrivals }) => {
        expect(record(arrivals)).toEqual(record(told))
      }),
      { seed: 1 },
    )
  })

  it('so they come to the same, also once the connection has ended', () => {
    fc.assert(
      fc.property(history(25), fc.option(fc.nat(20_000)), ({ told, arrivals }, end) => {
        const endTime = end === null ? null : at(end)
        expect(outcomeOf(record(arrivals), endTime)).toEqual(outcomeOf(record(told), endTime))
      }),
      { seed: 1 },
    )
  })

  it('nothing lasts beyond the end, and only the first negotiation is initial', () => {
    fc.assert(
      fc.property(history(25), fc.nat(20_000), ({ told }, end) => {
        const { negotiations } = outcomeOf(record(told), at(end))
        expect(negotiations.map(({ type }) => type)).toEqual(
          negotiations.map((_, index) => (index === 0 ? 'initial' : 'renegotiation')),
        )
        expect(negotiations.filter(({ status }) => status === 'connecting')).toEqual([])
      }),
      { seed: 1 },
    )
  })
})

describe('a connection that never comes to rest', () => {
  const endless = Array.from(
    { length: 3000 },
    (_, index): Told => [5000 + 500 * index, index % 2 === 0 ? 'remote-offer' : 'stable'],
  )

  it('is kept small, and the first and the latest negotiations stay', () => {
    const signaling = record([...setup, ...endless])
    expect(JSON.stringify(signaling).length).toBeLessThan(50_000)
    const negotiations = outline([...setup, ...endless])
    expect(negotiations).toHaveLength(200)
    expect([negotiations[0], negotiations[199]]).toEqual(['initial connected 300', 'renegotiation stable 500'])
  })

  it('comes to the same as if all were kept, when signs are late by some', () => {
    const late = endless.slice(0, 400)
    const swapped = late.map((_, index) => late[index % 2 === 0 ? index + 1 : index - 1] as Told)
    expect(outline([...setup, ...swapped])).toEqual(outline([...setup, ...late]))
  })
})
