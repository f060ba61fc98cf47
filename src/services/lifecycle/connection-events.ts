import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type IceConnectionState,
  nextState,
  type PeerConnectionState,
  type SignalingState,
} from '../../domain/connection-state.ts'
import { asObject, type JsonValue } from '../../domain/json.ts'
import { applySignalingState, beginNegotiation, settleNegotiation } from '../../domain/negotiation.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import { endConnection } from './end-call.ts'
import { lockConnection } from './locked-call.ts'

/** An event about one connection, its data checked. */
export interface ConnectionEvent {
  conferenceId: string
  sessionId: string
  connectionId: string
  eventName: string
  data: JsonValue
  at: Date
}

type Effect = (connection: Connection, data: JsonValue, at: Date) => void

/** What each event does to the row of its connection. */
const effects: Record<string, Effect> = {
  onnegotiationneeded: (connection, _data, at) => {
    connection.negotiations = beginNegotiation(connection.negotiations, at)
  },
  onsignalingstatechange: (connection, data, at) => {
    const state = asObject(data)['signalingState'] as SignalingState
    connection.negotiations = applySignalingState(connection.negotiations, state, at)
  },
  onconnectionstatechange: (connection, data, at) => {
    const state = data as PeerConnectionState
    Object.assign(connection, nextState(stateOf(connection), state, at))
    if (state === 'connected' || state === 'failed') {
      connection.negotiations = settleNegotiation(connection.negotiations, state, at)
    }
  },
  oniceconnectionstatechange: (connection, data, at) => {
    const state = data as IceConnectionState
    if (state !== 'connected' && state !== 'completed') return
    Object.assign(connection, nextState(stateOf(connection), 'connected', at))
    connection.negotiations = settleNegotiation(connection.negotiations, 'connected', at)
  },
}

const stateOf = ({ state, stateTime }: Connection) => ({ state, stateTime: stateTime ?? null })

const endsConnection = ({ eventName, data }: ConnectionEvent) =>
  eventName === 'removeConnection' || (eventName === 'onconnectionstatechange' && data === 'closed')

/** Whether an event changes more than the event table. */
export const hasConnectionEffect = (eventName: string): boolean =>
  eventName === 'removeConnection' || Object.hasOwn(effects, eventName)

/** Carries out what an event means for its connection and, when it ends it, for its session and conference. */
export async function applyConnectionEvent(em: EntityManager, event: ConnectionEvent): Promise<void> {
  if (endsConnection(event)) await endConnection(em, event, event.at)
  const effect = Object.hasOwn(effects, event.eventName) ? effects[event.eventName] : undefined
  if (effect) effect(await lockConnection(em, event.connectionId), event.data, event.at)
}
