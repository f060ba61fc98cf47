import { describe, expect, it } from 'vitest'
import { buildTimeline } from '../../src/domain/timeline/build-timeline.ts'
import type {
  CallParts,
  ConnectionPart,
  EventPart,
  IssuePart,
  TrackPart,
} from '../../src/domain/timeline/call-parts.ts'

const session = { id: 's', participantId: 'p', from: 0, to: 10_000 }

const connection = (more: Partial<ConnectionPart> = {}): ConnectionPart => ({
  id: 'c',
  sessionId: 's',
  participantId: 'p',
  from: 100,
  to: null,
  negotiations: [],
  ...more,
})

const event = (at: number, type: string, detail: string | null, more: Partial<EventPart> = {}): EventPart => ({
  id: `${type} ${at}`,
  at,
  type,
  sessionId: 's',
  connectionId: null,
  trackId: null,
  detail,
  ...more,
})

const track = (id: string, more: Partial<TrackPart> = {}): TrackPart => ({
  id,
  sessionId: 's',
  connectionId: 'c',
  direction: 'outbound',
  from: 50,
  ...more,
})

const issue = (id: string, more: Partial<IssuePart>): IssuePart => ({
  id,
  code: 'high_rtt',
  severity: 'warning',
  participantId: 'p',
  sessionId: 's',
  connectionId: null,
  trackId: null,
  at: 5,
  from: null,
  to: null,
  ...more,
})

const timelineOf = (parts: Partial<CallParts>) =>
  buildTimeline({
    sessions: [session],
    connections: [],
    tracks: [],
    issues: [],
    events: [],
    reports: null,
    pairs: [],
    longestIntervalMs: 21_000,
    end: 10_000,
    ongoing: false,
    ...parts,
  })

/** Spans of a kind, in short. */
const spans = (parts: Partial<CallParts>, kind: string, lane = 'connection') =>
  timelineOf(parts)
    .lanes.filter(one => one.kind === lane)
    .flatMap(one => one.spans)
    .filter(span => span.kind === kind)
    .map(({ from, to, state }) => [from, to, state])

const states = (...changes: [at: number, state: string][]) =>
  changes.map(([at, state]) => event(at, 'onconnectionstatechange', state, { connectionId: 'c' }))

describe('a timeline', () => {
  it('shows states until the next one, and the last until the connection or the call ended', () => {
    const events = states([200, 'connecting'], [300, 'connected'], [300, 'connected'], [4000, 'disconnected'])
    const expected = [
      [200, 300, 'connecting'],
      [300, 4000, 'connected'],
    ]
    expect(spans({ connections: [connection()], events }, 'connectionState')).toEqual([
      ...expected,
      [4000, 10_000, 'disconnected'],
    ])
    expect(spans({ connections: [connection()], events, ongoing: true }, 'connectionState')).toEqual([
      ...expected,
      [4000, null, 'disconnected'],
    ])
    expect(spans({ connections: [connection({ to: 3000 })], events }, 'connectionState')).toEqual([
      [200, 300, 'connecting'],
      [300, 3000, 'connected'],
    ])
  })

  it('leaves out a state that another one overtook on its way, and what follows "closed"', () => {
    const events = states([300, 'connected'], [303, 'connecting'], [5000, 'closed'], [5100, 'connected'])
    expect(spans({ connections: [connection()], events }, 'connectionState')).toEqual([
      [300, 5000, 'connected'],
      [5000, 10_000, 'closed'],
    ])
  })

  it('shows where reports are missing: before the first, in between, and after the last', () => {
    const reports = [{ connectionId: 'c', first: 30_000, last: 100_000, gaps: [{ from: 40_000, to: 70_000 }] }]
    const parts = { connections: [connection()], reports, end: 130_000 }
    expect(spans(parts, 'noReports')).toEqual([
      [100, 30_000, ''],
      [40_000, 70_000, ''],
      [100_000, 130_000, ''],
    ])
    expect(spans({ ...parts, ongoing: true }, 'noReports').at(-1)).toEqual([100_000, null, ''])
    expect(spans({ ...parts, reports: [] }, 'noReports')).toEqual([[100, 130_000, '']])
    expect(spans({ ...parts, reports: null }, 'noReports')).toEqual([])
  })

  it('puts findings and issues where they belong, and those about nothing that is shown before all', () => {
    const { lanes } = timelineOf({
      connections: [connection()],
      tracks: [track('own'), track('heard', { direction: 'inbound' }), track('silent', { direction: 'inbound' })],
      issues: [
        issue('1', { trackId: 'heard', connectionId: 'c', from: 1, to: 2 }),
        issue('2', { connectionId: 'c' }),
        issue('3', { sessionId: null }),
        issue('4', { sessionId: null, participantId: null }),
      ],
    })
    const shown = lanes.map(({ kind, connectionId, trackId, spans, marks }) => [
      `${kind} ${connectionId} ${trackId}`.trim(),
      [...spans, ...marks].flatMap(({ issueId }) => issueId ?? []),
    ])
    // A received track to which nothing happened has no lane.
    expect(shown).toEqual([
      ['conference', ['4']],
      ['session', ['3']],
      ['connection c', ['2']],
      ['track c own', []],
      ['track c heard', ['1']],
    ])
  })

  it('shows changes of the candidate pair, not the first one', () => {
    const pair = { connectionId: 'c', localType: 'relay', eventId: 'e' } as const
    const pairs = [
      { ...pair, id: 'a', from: 1 },
      { ...pair, id: 'a', from: 2 },
      { ...pair, id: 'b', from: 3 },
    ]
    expect(timelineOf({ connections: [connection()], pairs }).lanes[1]?.marks).toMatchObject([
      { kind: 'pairChange', at: 3, label: 'relay', count: 1 },
    ])
  })

  it('stays bounded: many marks are merged, tracks are left out before connections', () => {
    const events = Array.from({ length: 20_000 }, (_, index) => event(index, 'custom', 'ping'))
    const [lane] = timelineOf({ events }).lanes
    expect(lane?.marks.length).toBeLessThanOrEqual(501)
    expect(lane?.marks.reduce((sum, { count }) => sum + count, 0)).toBe(20_000)
    const connections = Array.from({ length: 1500 }, (_, index) => connection({ id: `c${index}` }))
    const tracks = Array.from({ length: 1500 }, (_, index) => track(`t${index}`, { connectionId: `c${index}` }))
    const { lanes, omittedLaneCount } = timelineOf({ connections, tracks })
    expect(lanes.filter(({ kind }) => kind === 'connection')).toHaveLength(1500)
    expect([lanes.length, omittedLaneCount]).toEqual([2000, 1001])
  })
})
