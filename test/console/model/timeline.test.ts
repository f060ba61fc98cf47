import { describe, expect, it } from 'vitest'
import { axisTicks } from '../../../console/src/model/timeline/axis.ts'
import { buildTimeline, type TimelineInput } from '../../../console/src/model/timeline/build-timeline.ts'
import { findHit, groupMarks, layoutLanes, timeScale } from '../../../console/src/model/timeline/layout.ts'
import type { Mark } from '../../../console/src/model/timeline/timeline.ts'
import { clampWindow, panWindow, windowAround, zoomWindow } from '../../../console/src/model/timeline/window.ts'
import { call, connection, event, issue, person, START, seconds, session } from '../support/sample-call.ts'

const input = (change: Partial<TimelineInput> = {}): TimelineInput => ({
  call: call(),
  people: [person('alice'), person('bob')],
  sessions: [session('alice', 0, 60), session('bob', 5, 55)],
  connections: [connection('alice', 'bob')],
  issues: [],
  events: [],
  now: seconds(100),
  ...change,
})

const state = (at: number, data: string) =>
  event('alice', 'onconnectionstatechange', at, { connectionId: 'alice to bob', data })

const shape = (lanes: ReturnType<typeof buildTimeline>['lanes']) =>
  Object.fromEntries(
    lanes.map(({ label, spans }) => [label, spans.map(({ kind, from, to }) => [kind, from / 1000, to / 1000])]),
  )

describe('a timeline', () => {
  it('has a row of presence for each person and one for each connection', () => {
    const { startedAt, durationMs, lanes } = buildTimeline(
      input({
        events: [state(2, 'connecting'), state(3, 'connected'), state(30, 'disconnected'), state(35, 'connected')],
      }),
    )
    expect({ startedAt, durationMs }).toEqual({ startedAt: START, durationMs: 60_000 })
    expect(shape(lanes)).toEqual({
      alice: [['presence', 0, 60]],
      '↔ bob': [
        ['connecting', 1, 3],
        ['connected', 3, 30],
        ['disconnected', 30, 35],
        ['connected', 35, 60],
      ],
      bob: [['presence', 5, 55]],
    })
  })

  it('is connected where reports show media, though the browser never said so', () => {
    const negotiations = [{ isInitial: true, from: seconds(1), to: seconds(2), hasFailed: false }]
    const { lanes } = buildTimeline(
      input({ connections: [connection('alice', 'bob', { negotiations })], events: [state(3, 'connecting')] }),
    )
    expect(shape(lanes)['↔ bob']).toEqual([
      ['connecting', 1, 3],
      ['connected', 3, 60],
    ])
  })

  it('ends with the call, or goes on to now', () => {
    const running = input({
      call: call({ isOngoing: true, endedAt: undefined }),
      sessions: [session('alice', 0, undefined)],
    })
    expect(buildTimeline(running).durationMs).toBe(100_000)
    const nobody = input({
      call: call({ startedAt: undefined, endedAt: undefined }),
      sessions: [],
      connections: [],
      people: [],
    })
    expect(buildTimeline(nobody)).toEqual({ startedAt: START, durationMs: 1000, lanes: [] })
  })

  it('hatches the time that a page was in the background', () => {
    const focus = (at: number, isHidden: boolean) => event('alice', 'tabFocus', at, { data: { focus: isHidden } })
    const { lanes } = buildTimeline(
      input({ events: [focus(10, true), focus(20, false), focus(50, true), focus(70, false)] }),
    )
    expect(lanes[0]?.spans.slice(1).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['hidden', 10_000, 20_000],
      ['hidden', 50_000, 60_000],
    ])
  })

  it('marks what the application reported', () => {
    const custom = event('bob', 'custom', 12, { data: { eventName: 'mute' } })
    const { lanes } = buildTimeline(input({ events: [custom] }))
    expect(lanes.at(-1)?.marks).toEqual([{ kind: 'custom', label: 'mute', at: 12_000, eventId: custom.id }])
  })

  it('puts findings that overlap under each other, and moments as marks', () => {
    const { lanes } = buildTimeline(
      input({
        issues: [
          issue('loss', 'alice', { from: seconds(10), to: seconds(30) }),
          issue('freeze', 'alice', { from: seconds(20), to: seconds(25) }),
          issue('jitter', 'alice', { from: seconds(30), to: undefined }),
          issue('denied', 'alice', { from: undefined, to: undefined, at: seconds(3), severity: 'error' }),
          issue('general', undefined, { from: undefined, to: undefined }),
        ],
      }),
    )
    const findings = lanes.filter(({ kind }) => kind === 'findings')
    expect(
      findings.map(({ spans, marks }) => [spans.map(({ label }) => label), marks.map(({ label }) => label)]),
    ).toEqual([
      [['loss', 'jitter'], ['denied']],
      [['freeze'], []],
      [[], ['general']],
    ])
    expect(findings[0]?.spans[1]?.to).toBe(60_000)
  })

  it('finds what lies under the pointer: marks before spans, what is on top first', () => {
    const { lanes } = buildTimeline(
      input({ events: [event('alice', 'custom', 30, { data: { eventName: 'hand raised' } })] }),
    )
    const layout = layoutLanes(lanes)
    const scale = timeScale({ from: 0, to: 60_000 }, 100, 600)
    expect(findHit(layout, scale, 402, 10)).toMatchObject({ marks: [{ label: 'hand raised' }] })
    expect(findHit(layout, scale, 200, 10)).toMatchObject({ span: { kind: 'presence' } })
    expect(findHit(layout, scale, 104, layout.height - 4)).toBeUndefined()
    expect(findHit(layout, scale, 200, 10_000)).toBeUndefined()
  })

  it('merges marks that would lie upon each other', () => {
    const marks = [0, 100, 5000].map((at): Mark => ({ kind: 'custom', label: String(at), at }))
    const groups = groupMarks(marks, timeScale({ from: 0, to: 10_000 }, 0, 1000))
    expect(groups.map(group => group.marks.length)).toEqual([1, 1, 1])
    const far = groupMarks(marks, timeScale({ from: 0, to: 100_000 }, 0, 1000))
    expect(far.map(group => group.marks.length)).toEqual([2, 1])
  })
})

describe('the window of a timeline', () => {
  const whole = { from: 0, to: 60_000 }
  it.each([
    ['zooms in about a moment', zoomWindow(whole, 0.5, 15_000, whole), { from: 7500, to: 37_500 }],
    ['does not zoom out beyond the call', zoomWindow({ from: 10_000, to: 50_000 }, 10, 30_000, whole), whole],
    [
      'does not get shorter than can be looked at',
      zoomWindow({ from: 100, to: 300 }, 0.01, 200, whole),
      { from: 199, to: 399 },
    ],
    ['stops at the end', panWindow({ from: 40_000, to: 55_000 }, 1, whole), { from: 45_000, to: 60_000 }],
    ['stops at the beginning', panWindow({ from: 5000, to: 15_000 }, -1, whole), { from: 0, to: 10_000 }],
    ['leaves room beside a span', windowAround(20_000, 40_000, whole), { from: 16_000, to: 44_000 }],
    ['comes back into the call', clampWindow({ from: 90_000, to: 95_000 }, whole), { from: 55_000, to: 60_000 }],
  ])('%s', (_what, window, expected) => expect(window).toEqual(expected))

  it('has ticks that stand apart, on round times', () => {
    const { stepMs, ticks } = axisTicks({ from: 1000, to: 61_000 }, 600)
    expect({ stepMs, ticks }).toEqual({ stepMs: 10_000, ticks: [10_000, 20_000, 30_000, 40_000, 50_000, 60_000] })
    expect(axisTicks({ from: 0, to: 12 * 3_600_000 }, 300).ticks.length).toBeLessThan(5)
  })
})
