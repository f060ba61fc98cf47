import type { EntityManager } from '@mikro-orm/postgresql'
import type { IceConnectionState, PeerConnectionState, SignalingState } from '../../domain/connection-state.ts'
import type { MomentCode } from '../../domain/issues/codes.ts'
import { asObject, type JsonValue } from '../../domain/json.ts'
import { type SignName, signOfIce, signOfSignaling, signOfState } from '../../domain/signaling/sign.ts'
import { type CallSettlement, endConnection } from './end-call.ts'
import { judgeSession } from './judge-session.ts'
import { lockConnection, lockSession } from './locked-call.ts'
import { noteSign } from './note-sign.ts'
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
  /** What it says of the setup of its connection. */
  sign?: (data: JsonValue) => SignName | undefined
  /** The issue that the event raises. */
  issue?: (data: JsonValue) => MomentCode | undefined
}

const issueOfState = (data: JsonValue): MomentCode | undefined =>
  data === 'failed' ? 'connection_failed' : data === 'disconnected' ? 'connection_disconnected' : undefined

/** What each event means for its connection. */
const effects: Record<string, Effect> = {
  onnegotiationneeded: { sign: () => 'needed' },
  onsignalingstatechange: { sign: data => signOfSignaling(asObject(data)['signalingState'] as SignalingState) },
  onconnectionstatechange: { sign: data => signOfState(data as PeerConnectionState), issue: issueOfState },
  oniceconnectionstatechange: {
    sign: data => signOfIce(data as IceConnectionState),
    issue: data => (data === 'failed' ? 'ice_failed' : undefined),
  },
  onicecandidateerror: { issue: () => 'icecandidateerror' },
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
  const sign = effect?.sign?.(event.data)
  if (sign) await changeConnection(em, event, sign)
  const code = effect?.issue?.(event.data)
  if (code) await raiseConnectionIssue(em, event, code, event.at, code === 'icecandidateerror' ? event.data : null)
}

async function changeConnection(em: EntityManager, event: ConnectionEvent, sign: SignName): Promise<void> {
  // The first sign of a connection refutes what a session without one was charged with: it is locked before.
  const session = sign === 'connected' ? await lockSession(em, event.sessionId) : undefined
  const connection = await lockConnection(em, event.connectionId)
  const refutes = session && !connection.established
  connection.established ||= sign === 'connected'
  noteSign(connection, sign, event.at)
  if (refutes) await judgeSession(em, session)
}
