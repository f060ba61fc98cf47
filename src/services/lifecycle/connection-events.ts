import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type IceConnectionState,
  nextState,
  type PeerConnectionState,
  type SignalingState,
} from '../../domain/connection-state.ts'
import type { IssueCode } from '../../domain/issue-catalog.ts'
import { asObject, type JsonValue } from '../../domain/json.ts'
import { applySignalingState, beginNegotiation, failUnfinished, settleNegotiation } from '../../domain/negotiation.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import { type CallSettlement, endConnection } from './end-call.ts'
import { judgeSession } from './judge-session.ts'
import { lockConnection, lockSession } from './locked-call.ts'
import { raiseConnectionIssue } from './raise-issue.ts'

/** An event about one connection, its data checked. */
export interface ConnectionEvent {
  appId: string
  conferenceId: string
  sessionId: string
  participantId: string
  connectionId: string
  eventName: string
  data: JsonValue
  at: Date
}

interface Effect {
  /** Changes the row of the connection. */
  change?: (connection: Connection, data: JsonValue, at: Date) => void
  /** The issue that the event raises. */
  issue?: (data: JsonValue) => IssueCode | undefined
}

/** What each event means for its connection. */
const effects: Record<string, Effect> = {
  onnegotiationneeded: {
    change: (connection, _data, at) => {
      connection.negotiations = beginNegotiation(signalingOf(connection), at)
    },
  },
  onsignalingstatechange: {
    change: (connection, data, at) => {
      const state = asObject(data)['signalingState'] as SignalingState
      Object.assign(connection, applySignalingState(signalingOf(connection), state, at))
    },
  },
  onconnectionstatechange: {
    change: (connection, data, at) => setState(connection, data as PeerConnectionState, at),
    issue: data =>
      data === 'failed' ? 'connection_failed' : data === 'disconnected' ? 'connection_disconnected' : undefined,
  },
  oniceconnectionstatechange: {
    change: (connection, data, at) => {
      const state = data as IceConnectionState
      if (state === 'connected' || state === 'completed') setState(connection, 'connected', at)
    },
    issue: data => (data === 'failed' ? 'ice_failed' : undefined),
  },
  onicecandidateerror: { issue: () => 'icecandidateerror' },
}

const signalingOf = ({ negotiations, stableTime }: Connection) => ({ negotiations, stableTime: stableTime ?? null })

function setState(connection: Connection, state: PeerConnectionState, at: Date): void {
  Object.assign(connection, nextState(connection, state, at))
  if (state === 'connected') connection.established = true
  if (state === 'connected' || state === 'failed') {
    connection.negotiations = settleNegotiation(connection.negotiations, state, at)
  }
}

const endsConnection = ({ eventName, data }: ConnectionEvent) =>
  eventName === 'removeConnection' || (eventName === 'onconnectionstatechange' && data === 'closed')

/** Whether an event changes more than the event table. */
export const hasConnectionEffect = (eventName: string): boolean =>
  eventName === 'removeConnection' || Object.hasOwn(effects, eventName)

/** Carries out what an event means for its connection and, when it ends it, for its session and conference. */
export async function applyConnectionEvent(
  em: EntityManager,
  settlement: CallSettlement,
  event: ConnectionEvent,
): Promise<void> {
  if (endsConnection(event)) await endConnection(em, settlement, event, event.at)
  const effect = Object.hasOwn(effects, event.eventName) ? effects[event.eventName] : undefined
  if (effect?.change) await changeConnection(em, event, effect.change)
  const code = effect?.issue?.(event.data)
  if (code) await raiseConnectionIssue(em, event, code, event.at, code === 'icecandidateerror' ? event.data : null)
}

async function changeConnection(
  em: EntityManager,
  event: ConnectionEvent,
  change: NonNullable<Effect['change']>,
): Promise<void> {
  // The first sign of a connection refutes what a session without one was charged with: it is locked before.
  const mayEstablish = event.data === 'connected' || event.data === 'completed'
  const session = mayEstablish ? await lockSession(em, event.sessionId) : undefined
  const connection = await lockConnection(em, event.connectionId)
  const before = connection.established
  change(connection, event.data, event.at)
  if (connection.endTime) connection.negotiations = failUnfinished(connection.negotiations, connection.endTime)
  if (session && connection.established && !before) await judgeSession(em, session)
}
