import type { IceConnectionState, PeerConnectionState, SignalingState } from '../call/connection-state.ts'

/** Step of the setup of a connection that a report tells. */
export const setupSteps = [
  'needed',
  'local-offer',
  'remote-offer',
  'checking',
  'new',
  'connecting',
  'stable',
  'shown',
  'connected',
  'disconnected',
  'failed',
  'closed',
] as const

/**
 * `needed`: negotiation is needed. Offers and `stable`: RTCSignalingState. `checking`: ICE began to look for a path.
 * `shown`: stats show that media flows, whatever the events say. The others: RTCPeerConnectionState.
 */
export type SetupStep = (typeof setupSteps)[number]

/** When something was reported to have happened, ms since the epoch, and what. */
export type SetupStepAt = readonly [at: number, name: SetupStep]

/** By event time; at the same moment in the order of {@link setupSteps}, which is that of a setup. */
export const inOrderOfTime = ([at, name]: SetupStepAt, [otherAt, otherName]: SetupStepAt): number =>
  at - otherAt || setupSteps.indexOf(name) - setupSteps.indexOf(otherName)

const signalingSigns: Partial<Record<SignalingState, SetupStep>> = {
  'have-local-offer': 'local-offer',
  'have-remote-offer': 'remote-offer',
  stable: 'stable',
}

const iceSigns: Partial<Record<IceConnectionState, SetupStep>> = {
  checking: 'checking',
  connected: 'connected',
  completed: 'connected',
}

/** Undefined for states between an offer and its outcome. */
export const stepOfSignalingState = (state: SignalingState): SetupStep | undefined => signalingSigns[state]

/** ICE speaks for browsers without a connection state; what it loses, the connection state tells. */
export const stepOfIceState = (state: IceConnectionState): SetupStep | undefined => iceSigns[state]

export const stepOfConnectionState = (state: PeerConnectionState): SetupStep => state
