import type { IceConnectionState, PeerConnectionState, SignalingState } from '../call/connection-state.ts'

/** What a report says of the setup of a connection. */
export const signNames = [
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
export type SignName = (typeof signNames)[number]

/** When something was reported to have happened, ms since the epoch, and what. */
export type Sign = readonly [at: number, name: SignName]

/** By event time; at the same moment in the order of {@link signNames}, which is that of a setup. */
export const inOrderOfTime = ([at, name]: Sign, [otherAt, otherName]: Sign): number =>
  at - otherAt || signNames.indexOf(name) - signNames.indexOf(otherName)

const signalingSigns: Partial<Record<SignalingState, SignName>> = {
  'have-local-offer': 'local-offer',
  'have-remote-offer': 'remote-offer',
  stable: 'stable',
}

const iceSigns: Partial<Record<IceConnectionState, SignName>> = {
  checking: 'checking',
  connected: 'connected',
  completed: 'connected',
}

/** Undefined for states between an offer and its outcome. */
export const signOfSignaling = (state: SignalingState): SignName | undefined => signalingSigns[state]

/** ICE speaks for browsers without a connection state; what it loses, the connection state tells. */
export const signOfIce = (state: IceConnectionState): SignName | undefined => iceSigns[state]

export const signOfState = (state: PeerConnectionState): SignName => state
