import { channel } from 'node:diagnostics_channel'

/** A request of the HTTP routes that was answered. */
export interface AnsweredRequest {
  method: string
  /** Template of the route table; undefined: there is no such route. */
  route: string | undefined
  status: number
  durationMs: number
  /** Why it was refused. */
  error: string | undefined
}

/** An RPC that ended. */
export interface EndedCall {
  service: string
  method: string
  /** Connect's name of the gRPC code; `ok`. */
  code: string
  protocol: 'grpc' | 'grpc-web' | 'connect'
  durationMs: number
  /** Why it was refused: the reason of its error detail. */
  error: string | undefined
}

/** Items that were stored together, or refused together. */
export interface EndedBatch {
  /** Kind of item: one of a few names. */
  store: string
  /** Time that each item waited for the batch to begin. */
  waitsMs: readonly number[]
  durationMs: number
}

/** A statement that ended. */
export interface RanStatement {
  /** With placeholders for values. */
  sql: string
  durationMs: number
  /** Undefined: it succeeded. */
  failure: unknown
}

/** Events of one category that were committed, repetitions included. */
export interface StoredEvents {
  category: string
  count: number
  /** Of packed stats reports. */
  reportBytes: number
}

/** One try of a background job. */
export interface EndedJob {
  queue: string
  outcome: 'done' | 'failed' | 'given_up'
  durationMs: number
}

/** Issues that were not there before. */
export interface RaisedIssues {
  issues: readonly { code: string; type: string }[]
}

/** A look for where a client is. */
export interface GeoLookup {
  source: 'headers' | 'database' | 'ipstack'
  outcome: 'found' | 'unknown' | 'failed'
}

interface Told<Message> {
  readonly hasSubscribers: boolean
  publish(message: Message): void
  subscribe(listener: (message: Message) => void): void
}

const of = <Message>(name: string) => channel(`peermetrics:${name}`) as unknown as Told<Message>

/**
 * Messages of the parts of the server to those who measure. A message is made only where `hasSubscribers`, so that nothing is
 * measured where nobody wants to know.
 */
export const channels = {
  request: of<AnsweredRequest>('request'),
  call: of<EndedCall>('call'),
  batch: of<EndedBatch>('batch'),
  statement: of<RanStatement>('statement'),
  events: of<StoredEvents>('events'),
  job: of<EndedJob>('job'),
  sessions: of<{ count: number }>('sessions'),
  issues: of<RaisedIssues>('issues'),
  signInFailure: of<object>('sign-in failure'),
  geoLookup: of<GeoLookup>('geo lookup'),
}
