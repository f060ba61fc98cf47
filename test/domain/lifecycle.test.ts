import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callTimes, type Span, secondsToAdd } from '../../src/domain/call/call-times.ts'
import { nextState } from '../../src/domain/call/connection-state.ts'
import { connectionEndedAt } from '../../src/domain/lifecycle/call-ending.ts'
import { newSignaling } from '../../src/domain/signaling/signaling.ts'
import { findRepeated, type ReportReceipt } from '../../src/domain/stats/repeated-report.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 5, 12) + seconds * 1000)
const reported = (seconds: number) => ({ at: at(seconds), presumed: false })
const presumed = (seconds: number) => ({ at: at(seconds), presumed: true })
const span = (start: number, end: number | null): Span => ({ start: at(start), end: end === null ? null : at(end) })

describe('the times of a call', () => {
  it.each<[string, Span[], number, Date | null, Date | null]>([
    ['without connections', [], 0, null, null],
    ['with one connection', [span(0, 10)], 10, null, at(10)],
    ['with overlapping connections', [span(0, 10), span(5, 30)], 30, null, at(30)],
    ['with a gap, which does not count', [span(0, 10), span(20, 30)], 20, null, at(30)],
    ['that goes on', [span(0, 10), span(20, null)], 10, at(20), null],
  ])('%s', (_what, spans, seconds, openSince, end) => {
    expect(callTimes(spans)).toMatchObject({ seconds, openSince, end })
  })

  it('count for the UTC day on which a run ended', () => {
    const midnight = 12 * 3600
    const { secondsByDay } = callTimes([span(midnight - 60, midnight + 30), span(midnight + 100, midnight + 110)])
    expect(secondsByDay).toEqual({ '2026-05-06': 100 })
  })

  it('are the same whatever order the connections come in', () => {
    const spans = fc.array(fc.tuple(fc.nat(1000), fc.nat(500)).map(([start, length]) => span(start, start + length)))
    const shuffled = spans.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    const isSame = ([one, other]: [Span[], Span[]]) => {
      expect(callTimes(one)).toEqual(callTimes(other))
    }
    fc.assert(fc.property(shuffled, isSame), { seed: 1 })
  })

  it('differ by what is to be added', () => {
    expect(secondsToAdd({ a: 5, b: 1 }, { b: 3, c: 2 })).toEqual({ a: -5, b: 2, c: 2 })
    expect(secondsToAdd({ a: 5 }, { a: 5 })).toEqual({})
  })
})

describe('the end of a connection', () => {
  const open: Parameters<typeof connectionEndedAt>[0] = {
    startTime: at(0),
    endTime: null,
    endPresumed: false,
    duration: 0,
    signaling: newSignaling(at(0), false),
  }

  const endedBy = (endings: ReturnType<typeof reported>[]) => {
    const connection = { ...open }
    for (const ending of endings) Object.assign(connection, connectionEndedAt(connection, ending))
    return connection
  }

  it('is the earliest that was reported, in any order and repeated', () => {
    const ends = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 })
    const earliest = (list: number[]) => {
      const ended = endedBy(list.map(reported))
      expect(ended).toMatchObject({ endTime: at(Math.min(...list)), duration: Math.min(...list) })
    }
    fc.assert(fc.property(ends, earliest), { seed: 1 })
  })

  it.each([
    ['a presumed end gives way to one that was reported later', [presumed(10), reported(30)], 30],
    ['or earlier', [presumed(10), reported(5)], 5],
    ['not the other way round', [reported(30), presumed(10)], 30],
    ['and to one that is presumed anew', [presumed(10), presumed(20)], 20],
  ])('%s', (_what, endings, expected) => {
    expect(endedBy(endings).endTime).toEqual(at(expected))
  })

  it('is not one from before its start', () => {
    expect(connectionEndedAt(open, reported(-1))).toBeNull()
  })
})

describe('the state of a connection', () => {
  it.each([
    ['the next report counts', 'connecting', 'connected', 1, 'connected'],
    ['an earlier step of the setup that was overtaken does not', 'connected', 'connecting', 0.1, 'connected'],
    ['a connection can begin anew later', 'connected', 'connecting', 5, 'connecting'],
    ['a loss counts at once', 'connected', 'disconnected', 0.1, 'disconnected'],
    ['nothing leaves closed', 'closed', 'connected', 5, 'closed'],
  ] as const)('%s', (_what, state, reported, after, expected) => {
    expect(nextState({ state, stateTime: 0 }, reported, 1000 * after).state).toBe(expected)
  })

  it('is the first that is reported, whatever the clock says', () => {
    expect(nextState({ state: 'new', stateTime: null }, 'connected', -30_000).state).toBe('connected')
  })
})

describe('a report that is sent again', () => {
  const receipt = (digest: string, seconds: number): ReportReceipt => ({
    id: `${digest} ${seconds}`,
    subject: 'track t',
    digest,
    at: at(seconds).getTime(),
  })

  it.each([
    ['is recognised', [receipt('mute', 0)], receipt('mute', 3), true],
    ['is not what follows something else', [receipt('mute', 0), receipt('unmute', 1)], receipt('mute', 2), false],
    ['is not what comes much later', [receipt('mute', 0)], receipt('mute', 100), false],
    ['is not about another track', [{ ...receipt('mute', 0), subject: 'track u' }], receipt('mute', 1), false],
  ])('%s', (_what, receipts, report, repeated) => {
    expect(findRepeated(receipts, report) !== undefined).toBe(repeated)
  })
})
