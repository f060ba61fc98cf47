/** RTCPeerConnectionState. https://www.w3.org/TR/webrtc/#rtcpeerconnectionstate-enum */
export const peerConnectionStates = ['new', 'connecting', 'connected', 'disconnected', 'failed', 'closed'] as const
export type PeerConnectionState = (typeof peerConnectionStates)[number]

/** RTCIceConnectionState. https://www.w3.org/TR/webrtc/#rtciceconnectionstate-enum */
export const iceConnectionStates = [
  'new',
  'checking',
  'connected',
  'completed',
  'failed',
  'disconnected',
  'closed',
] as const
export type IceConnectionState = (typeof iceConnectionStates)[number]

/** RTCIceGatheringState. https://www.w3.org/TR/webrtc/#rtcicegatheringstate-enum */
export const iceGatheringStates = ['new', 'gathering', 'complete'] as const

/** RTCSignalingState. https://www.w3.org/TR/webrtc/#rtcsignalingstate-enum */
export const signalingStates = [
  'stable',
  'have-local-offer',
  'have-remote-offer',
  'have-local-pranswer',
  'have-remote-pranswer',
  'closed',
] as const
export type SignalingState = (typeof signalingStates)[number]

/**
 * Most that two reports of one page may be received out of order, ms: requests sent together over several
 * connections, seen in recorded calls as 3–250 ms.
 */
export const REORDERING_MS = 1000

/** States on the way up; a page passes them in this order. */
const setupOrder: readonly PeerConnectionState[] = ['new', 'connecting', 'connected']

interface StateAt {
  state: PeerConnectionState
  /** ms since the epoch; null before the first report of a state. */
  stateTime: number | null
}

/**
 * The state after the next report in order of time: an earlier step of the setup within {@link REORDERING_MS} after a
 * later one was overtaken by it. Nothing leaves `closed`.
 */
export function nextState(current: StateAt, reported: PeerConnectionState, at: number): StateAt {
  const { state, stateTime } = current
  if (stateTime === null) return { state: reported, stateTime: at }
  const overtaken =
    at - stateTime < REORDERING_MS &&
    setupOrder.includes(reported) &&
    setupOrder.indexOf(reported) < setupOrder.indexOf(state)
  return state === 'closed' || overtaken ? { state, stateTime } : { state: reported, stateTime: at }
}
