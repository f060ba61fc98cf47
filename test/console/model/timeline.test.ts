import { describe, expect, it } from 'vitest'
import { type Arrangement, arrangeTimeline } from '../../../console/src/model/timeline/arrange-timeline.ts'
import { axisTicks } from '../../../console/src/model/timeline/axis.ts'
import { spokenItem } from '../../../console/src/model/timeline/describe.ts'
import { findHit, groupMarks, layoutLanes, timeScale } from '../../../console/src/model/timeline/layout.ts'
import type {
  ReportedLane,
  ReportedMark,
  ReportedSpan,
  ReportedTimeline,
} from '../../../console/src/model/timeline/reported-timeline.ts'
import type { Mark } from '../../../console/src/model/timeline/timeline.ts'
import {
  clampWindow,
  followEnd,
  panWindow,
  windowAround,
  zoomWindow,
} from '../../../console/src/model/timeline/window.ts'
import { connection, issue, person, START } from '../support/sample-call.ts'

const span = (
  kind: ReportedSpan['kind'],
  from: number,
  to: number | undefined,
  change: Partial<ReportedSpan> = {},
): ReportedSpan => ({
  kind,
  from: from * 1000,
  to: to === undefined ? undefined : to * 1000,
  state: '',
  severity: 'warning',
  eventId: undefined,
  issueId: undefined,
  ...change,
})

const mark = (
  kind: ReportedMark['kind'],
  at: number,
  label = '',
  change: Partial<ReportedMark> = {},
): ReportedMark => ({
  kind,
  at: at * 1000,
  label,
  count: 1,
  severity: 'warning',
  eventId: `${kind} at ${at}`,
  issueId: undefined,
  ...change,
})

const lane = (kind: ReportedLane['kind'], personId: string, change: Partial<ReportedLane> = {}): ReportedLane => ({
  kind,
  personId,
  sessionId: personId && `session of ${personId}`,
  connectionId: '',
  trackId: '',
  spans: [],
  marks: [],
  ...change,
})

const ofAlice = 'alice to bob'
const state = (from: number, to: number | undefined, name: string) => span('connectionState', from, to, { state: name })
const ice = (from: number, to: number | undefined, name: string) => span('iceState', from, to, { state: name })

/** The sample call of two, with what more is known of it. */
const arrange = (lanes: ReportedLane[], change: Partial<Arrangement> = {}, reported: Partial<ReportedTimeline> = {}) =>
  arrangeTimeline(
    { startedAt: START, endMs: 60_000, isPartial: false, lanes, ...reported },
    {
      people: [person('alice'), person('bob')],
      connections: [connection('alice', 'bob')],
      issues: [],
      tracks: [],
      who: undefined,
      endMs: 60_000,
      isOpen: key => key.startsWith('person '),
      ...change,
    },
  )

const presence = (personId: string, from: number, to: number | undefined, change: Partial<ReportedLane> = {}) =>
  lane('session', personId, { ...change, spans: [span('presence', from, to), ...(change.spans ?? [])] })

const connected = (spans: ReportedSpan[], change: Partial<ReportedLane> = {}) =>
  lane('connection', 'alice', { connectionId: ofAlice, spans, ...change })

const shape = (lanes: ReturnType<typeof arrange>['lanes']) =>
  Object.fromEntries(
    lanes.map(({ label, spans }) => [label, spans.map(({ kind, from, to }) => [kind, from / 1000, to / 1000])]),
  )

describe('a timeline', () => {
  it('has a row of presence for each person and one for each connection', () => {
    const { startedAt, fromMs, toMs, lanes } = arrange([
      presence('alice', -2, 60),
      connected([
        state(2, 3, 'connecting'),
        state(3, 30, 'connected'),
        state(30, 35, 'disconnected'),
        state(35, 60, 'connected'),
      ]),
      presence('bob', 5, 55),
    ])
    expect({ startedAt, fromMs, toMs }).toEqual({ startedAt: START, fromMs: -2000, toMs: 60_000 })
    expect(shape(lanes)).toEqual({
      alice: [['presence', -2, 60]],
      '↔ bob': [
        ['connecting', 1, 3],
        ['connected', 3, 30],
        ['disconnected', 30, 35],
        ['connected', 35, 60],
      ],
      bob: [['presence', 5, 55]],
    })
  })

  it.each([
    ['by ICE where the browser says no more', [ice(2, 4, 'checking'), ice(4, 60, 'completed')], 4],
    ['by its path where the browser never said so', [span('negotiation', 1, 2), state(3, 60, 'connecting')], 3],
  ])('is connected %s', (_how, spans, since) => {
    expect(shape(arrange([presence('alice', 0, 60), connected(spans)]).lanes)['↔ bob']).toEqual([
      ['connecting', 1, since],
      ['connected', since, 60],
    ])
  })

  it('shows what is folded only when asked to, and silence in its place', () => {
    const lanes = [
      presence('alice', 0, 60),
      connected([ice(1, 60, 'connected'), state(2, 60, 'connected'), span('noReports', 20, 40)]),
      lane('track', 'alice', {
        connectionId: ofAlice,
        trackId: 'camera',
        spans: [span('presence', 2, 60), span('muted', 10, 20)],
      }),
      lane('track', 'alice', { connectionId: ofAlice, trackId: 'uneventful', spans: [span('presence', 2, 60)] }),
    ]
    const folded = arrange(lanes, { isOpen: () => false }).lanes
    expect(folded.map(({ label, isOpen }) => [label, isOpen])).toEqual([['alice', false]])
    expect(shape(folded)['alice']).toEqual([
      ['presence', 0, 60],
      ['noReports', 20, 40],
    ])
    const tracks = [{ id: 'camera', kind: 'video', direction: 'outbound' } as const]
    const open = arrange(lanes, { isOpen: () => true, tracks }).lanes
    expect(open.map(({ label, isOpen }) => [label, isOpen])).toEqual([
      ['alice', true],
      ['↔ bob', true],
      ['ICE', undefined],
      ['Video sent', undefined],
    ])
    expect(shape(open)['↔ bob']).toContainEqual(['noReports', 20, 40])
    expect(shape(open)['Video sent']).toContainEqual(['muted', 10, 20])
  })

  it('goes on to now, and shows nobody else than who is selected', () => {
    const { toMs, lanes } = arrange([presence('alice', 0, undefined), presence('bob', 0, 5)], {
      endMs: 100_000,
      who: 'alice',
    })
    expect(toMs).toBe(100_000)
    expect(shape(lanes)).toEqual({ alice: [['presence', 0, 100]] })
    expect(arrange([], { endMs: 0 })).toEqual({ startedAt: START, fromMs: 0, toMs: 1000, lanes: [] })
  })

  it('has hidden pages, muted microphones and requests for media in the presence, and marks of the application', () => {
    const { lanes } = arrange([
      presence('alice', 0, 60, {
        spans: [
          span('hidden', 10, 20),
          span('muted', 15, undefined),
          span('userMedia', 1, 2, { state: 'granted' }),
          span('userMedia', 3, 3, { state: 'failed' }),
        ],
        marks: [mark('deviceChange', 12), mark('customEvent', 8, 'hand raised', { count: 3 })],
      }),
    ])
    expect(shape(lanes)['alice']).toEqual([
      ['presence', 0, 60],
      ['userMedia', 1, 2],
      ['failed', 3, 3],
      ['hidden', 10, 20],
      ['muted', 15, 60],
    ])
    expect(lanes[0]?.marks.map(({ kind, label, at, count }) => [kind, label, at, count])).toEqual([
      ['custom', 'hand raised', 8000, 3],
      ['device', 'Media devices changed', 12_000, 1],
    ])
  })

  it('puts findings that overlap under each other, and moments as marks', () => {
    const found = (code: string, from: number, to: number | undefined) =>
      span('finding', from, to, { state: code, issueId: `${code} of alice` })
    const moment = (code: string, at: number) =>
      mark('issue', at, code, { severity: 'error', issueId: `${code} of alice`, eventId: undefined })
    const { lanes } = arrange(
      [
        lane('conference', '', { marks: [moment('no_connection', 60)] }),
        presence('alice', 0, 60, { marks: [moment('denied', 3)] }),
        connected([
          found('high_packet_loss', 10, 30),
          found('video_freeze', 20, 25),
          found('high_jitter', 30, undefined),
        ]),
      ],
      { issues: [issue('high_packet_loss', 'alice', { title: 'High loss', trackKind: 'audio' })] },
    )
    const findings = lanes.filter(({ kind }) => kind === 'findings')
    expect(
      findings.map(({ spans, marks }) => [spans.map(({ label }) => label), marks.map(({ label }) => label)]),
    ).toEqual([
      [['High loss (audio)', 'High jitter'], ['Denied']],
      [['Video freeze'], []],
      [[], ['No connection']],
    ])
    expect(findings[0]?.spans[1]?.to).toBe(60_000)
  })

  it('finds what lies under the pointer: marks before spans, what is on top first', () => {
    const { lanes } = arrange([presence('alice', 0, 60, { marks: [mark('customEvent', 30, 'hand raised')] })])
    const layout = layoutLanes(lanes)
    const scale = timeScale({ from: 0, to: 60_000 }, 100, 600)
    expect(findHit(layout, scale, 402, 10)).toMatchObject({ marks: [{ label: 'hand raised' }] })
    expect(findHit(layout, scale, 200, 10)).toMatchObject({ span: { kind: 'presence' } })
    expect(findHit(layout, scale, 90, 10)).toBeUndefined()
    expect(findHit(layout, scale, 200, 10_000)).toBeUndefined()
  })

  it('reads spans and marks aloud', () => {
    const timeline = arrange([presence('alice', 0, 60)])
    const dates = { timeWithSeconds: (ms: number) => new Date(ms).toISOString().slice(11, 19) } as never
    expect(spokenItem({ kind: 'error', label: 'High packet loss', from: 5000, to: 9000 }, timeline, dates)).toBe(
      'High packet loss, 14:00:05 to 14:00:09',
    )
    expect(spokenItem({ kind: 'custom', label: 'mute', at: 1000, count: 3 }, timeline, dates)).toBe(
      'mute, 14:00:01, 3 times',
    )
  })

  it('merges marks that would lie upon each other', () => {
    const marks = [0, 100, 5000].map((at): Mark => ({ kind: 'custom', label: String(at), at, count: 1 }))
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
    ['follows the end', followEnd({ from: 1000, to: 11_000 }, whole), { from: 50_000, to: 60_000 }],
    ['comes back into the call', clampWindow({ from: 90_000, to: 95_000 }, whole), { from: 55_000, to: 60_000 }],
  ])('%s', (_what, window, expected) => expect(window).toEqual(expected))

  it('has ticks that stand apart, on round times', () => {
    const { stepMs, ticks } = axisTicks({ from: 1000, to: 61_000 }, 600)
    expect({ stepMs, ticks }).toEqual({ stepMs: 10_000, ticks: [10_000, 20_000, 30_000, 40_000, 50_000, 60_000] })
    const [hour, day] = [3_600_000, 12 * 3_600_000]
    expect(axisTicks({ from: 0, to: day }, 300).ticks.length).toBeLessThan(5)
    // Five and a half hours ahead of UTC, full hours are half hours of UTC.
    const { ticks: inKolkata } = axisTicks({ from: 0, to: 4 * hour }, 500, { offsetMs: 5.5 * hour })
    expect(inKolkata.map(tick => tick / hour)).toEqual([0.5, 1.5, 2.5, 3.5])
  })
})
