import { text } from '../../text/text.ts'
import type { CallEvent, Json } from '../call.ts'

/** An ICE candidate that a page gathered. */
export interface Candidate {
  eventId: string
  at: number
  /** "host", "srflx", "prflx", "relay". */
  type: string
  /** "udp", "tcp". */
  protocol: string
  /** As far as it is kept: "127.0.0.1:50877". */
  address: string
  /** STUN or TURN server; empty for none. */
  server: string
}

/** A server that did not answer as it should: RTCPeerConnectionIceErrorEvent. */
export interface CandidateError {
  eventId: string
  at: number
  server: string
  code: string
  message: string
}

/** Candidates that one side of a connection gathered, in order of time. */
export const readCandidates = (events: readonly CallEvent[], connectionId: string): Candidate[] =>
  eventsOf(events, connectionId, 'onicecandidate').flatMap(({ id, at, data }) => {
    const fields = fieldsOf(data)
    const type = textOf(fields, 'type') || /\btyp (\w+)/.exec(textOf(fields, 'candidate'))?.[1]
    // The end of gathering is a candidate without content.
    if (!type) return []
    return [
      {
        eventId: id,
        at,
        type,
        protocol: [textOf(fields, 'protocol'), textOf(fields, 'tcpType')].filter(Boolean).join(' '),
        address: [textOf(fields, 'address') || textOf(fields, 'ip'), textOf(fields, 'port')].filter(Boolean).join(':'),
        server: textOf(fields, 'url'),
      },
    ]
  })

export const readCandidateErrors = (events: readonly CallEvent[], connectionId: string): CandidateError[] =>
  eventsOf(events, connectionId, 'onicecandidateerror').map(({ id, at, data }) => {
    const fields = fieldsOf(data)
    return {
      eventId: id,
      at,
      server: textOf(fields, 'url'),
      code: textOf(fields, 'errorCode'),
      message: textOf(fields, 'errorText'),
    }
  })

const eventsOf = (events: readonly CallEvent[], connectionId: string, type: string): CallEvent[] =>
  events.filter(event => event.connectionId === connectionId && event.type === type)

const fieldsOf = (data: Json | undefined): { [name: string]: Json } =>
  data !== null && typeof data === 'object' && !Array.isArray(data) ? data : {}

function textOf(fields: { [name: string]: Json }, name: string): string {
  const value = fields[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A type of candidate in words. */
export const typeName = (type: string): string =>
  Object.entries(text.network.types).find(([known]) => known === type)?.[1] ?? type
