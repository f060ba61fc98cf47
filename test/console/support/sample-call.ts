import type { Call, CallEvent, Connection, Issue, Person, Session } from '../../../console/src/model/call.ts'

/** Moment 0 of the samples, ms since the epoch. */
export const START = Date.parse('2026-11-26T14:00:00Z')

export const seconds = (value: number): number => START + value * 1000

export const call = (change: Partial<Call> = {}): Call => ({
  id: 'call',
  appId: 'app',
  externalId: 'weekly-sync',
  name: 'weekly-sync',
  createdAt: START,
  startedAt: seconds(1),
  endedAt: seconds(60),
  isOngoing: false,
  durationMs: 59_000,
  ...change,
})

export const person = (id: string, change: Partial<Person> = {}): Person => ({
  id,
  externalId: id,
  name: id,
  isSfu: false,
  ...change,
})

export const session = (personId: string, from: number, to: number | undefined): Session => ({
  id: `session of ${personId}`,
  personId,
  from: seconds(from),
  to: to === undefined ? undefined : seconds(to),
  browser: 'Chrome 156',
  operatingSystem: 'Linux',
  place: '',
  appVersion: '',
})

export const connection = (personId: string, peerId: string, change: Partial<Connection> = {}): Connection => ({
  id: `${personId} to ${peerId}`,
  sessionId: `session of ${personId}`,
  personId,
  peerId,
  from: seconds(1),
  to: seconds(60),
  state: 'closed',
  path: 'direct',
  isTcp: false,
  ...change,
})

export const event = (personId: string, type: string, at: number, change: Partial<CallEvent> = {}): CallEvent => ({
  id: `${type} at ${at}`,
  category: 'connection',
  type,
  at: seconds(at),
  personId,
  sessionId: `session of ${personId}`,
  peerId: undefined,
  connectionId: undefined,
  data: undefined,
  ...change,
})

export const issue = (code: string, personId: string | undefined, change: Partial<Issue> = {}): Issue => ({
  id: `${code} of ${personId}`,
  code,
  severity: 'warning',
  title: code,
  explanation: '',
  personId,
  sessionId: undefined,
  connectionId: undefined,
  trackId: undefined,
  trackKind: undefined,
  at: seconds(10),
  from: seconds(10),
  to: seconds(20),
  evidence: {
    worst: undefined,
    typical: undefined,
    threshold: undefined,
    samples: undefined,
    unit: '',
    causedBy: [],
    facts: [],
  },
  ...change,
})
