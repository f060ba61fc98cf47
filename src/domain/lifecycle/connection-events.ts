import type { IceConnectionState, PeerConnectionState, SignalingState } from '../call/connection-state.ts'
import type { MomentCode } from '../issues/codes.ts'
import { type SetupStep, stepOfConnectionState, stepOfIceState, stepOfSignalingState } from '../signaling/setup-step.ts'
import { withSign } from '../signaling/signaling.ts'
import { DomainError } from '../values/errors.ts'
import { asObject, type JsonValue } from '../values/json.ts'
import type { CallDraft, Reporter } from './call-draft.ts'
import type { ConnectionRow } from './call-rows.ts'
import { endConnection } from './end-calls.ts'

/** An event about one connection, its data checked. */
export interface ConnectionEvent {
  connectionId: string
  eventName: string
  data: JsonValue
  at: Date
}

interface Effect {
  /** Step of the setup that it tells. */
  sign?: (data: JsonValue) => SetupStep | undefined
  /** The issue that the event raises. */
  issue?: (data: JsonValue) => MomentCode | undefined
}

const issueOfState = (data: JsonValue): MomentCode | undefined =>
  data === 'failed' ? 'connection_failed' : data === 'disconnected' ? 'connection_disconnected' : undefined

/** Effect of each event on its connection. */
const effects: Record<string, Effect> = {
  onnegotiationneeded: { sign: () => 'needed' },
  onsignalingstatechange: { sign: data => stepOfSignalingState(asObject(data)['signalingState'] as SignalingState) },
  onconnectionstatechange: { sign: data => stepOfConnectionState(data as PeerConnectionState), issue: issueOfState },
  oniceconnectionstatechange: {
    sign: data => stepOfIceState(data as IceConnectionState),
    issue: data => (data === 'failed' ? 'ice_failed' : undefined),
  },
  onicecandidateerror: { issue: () => 'icecandidateerror' },
}

/** Whether an event changes more than the event table. */
export const hasConnectionEffect = (eventName: string): boolean =>
  eventName === 'removeConnection' || Object.hasOwn(effects, eventName)

const effectOf = (eventName: string): Effect | undefined =>
  Object.hasOwn(effects, eventName) ? effects[eventName] : undefined

/** Whether an event ends its connection, and perhaps with it its session and conference. */
export const endsConnection = ({ eventName, data }: Pick<ConnectionEvent, 'eventName' | 'data'>): boolean =>
  eventName === 'removeConnection' || (eventName === 'onconnectionstatechange' && data === 'closed')

/** Whether an event may refute what its session was charged with: that it was never connected. */
export const establishesConnection = ({ eventName, data }: Pick<ConnectionEvent, 'eventName' | 'data'>): boolean =>
  effectOf(eventName)?.sign?.(data) === 'connected'

/**
 * Takes in what an event means for its connection and, when it ends it, for its session and conference.
 * @returns its refusal
 */
export function applyConnectionEvent(
  draft: CallDraft,
  reporter: Reporter,
  event: ConnectionEvent,
): DomainError | undefined {
  const connection = draft.connections.get(event.connectionId)
  if (!connection) return new DomainError('connection_not_found', 'The connection does not exist any more')
  if (endsConnection(event)) {
    const refusal = endConnection(draft, reporter, connection, event.at)
    if (refusal) return refusal
  }
  const effect = effectOf(event.eventName)
  const sign = effect?.sign?.(event.data)
  if (sign) noteSign(draft, connection, sign, event.at)
  const code = effect?.issue?.(event.data)
  if (code) {
    const data = code === 'icecandidateerror' ? event.data : null
    draft.issues.push({ ...reporter, connectionId: connection.id, code, at: event.at, data })
  }
  return undefined
}

/** Takes in one more sign of the setup of a connection; its state and negotiations are derived from all of them. */
export function noteSign(draft: CallDraft, connection: ConnectionRow, sign: SetupStep, at: Date): void {
  const establishes = sign === 'connected' || sign === 'shown'
  // The first sign of a connection refutes what a session without one was charged with.
  if (establishes && !connection.established) draft.judged.add(draft.session(connection.session))
  connection.established ||= establishes
  connection.signaling = withSign(connection.signaling, sign, at)
  draft.changedConnections.add(connection)
}
