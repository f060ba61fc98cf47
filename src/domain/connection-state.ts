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
 * How far two reports of one page may be received out of order, in ms: requests sent together over several
 * connections, seen in recorded calls as 3–250 ms.
 */
const REORDERING_MS = 1000

/** States on the way up; a page passes them in this order. */
const setupOrder: readonly PeerConnectionState[] = ['new', 'connecting', 'connected']

interface StateAt {
  state: PeerConnectionState
  /** Absent before the first report of a state. */
  stateTime?: Date | null | undefined
}

/**
 * The state after a report, whatever order reports arrive in: an older report never overwrites a newer one, and an
 * earlier step of the setup that is received within {@link REORDERING_MS} after a later one was overtaken by it.
 * Nothing leaves `closed`.
 */
export function nextState(current: StateAt, reported: PeerConnectionState, at: Date): StateAt {
  const { state, stateTime } = current
  if (!stateTime) return { state: reported, stateTime: at }
  const ageDifference = at.getTime() - stateTime.getTime()
  const overtaken =
    ageDifference < REORDERING_MS &&
    setupOrder.includes(reported) &&
    setupOrder.indexOf(reported) < setupOrder.indexOf(state)
  if (state === 'closed' || ageDifference < 0 || overtaken) return { state, stateTime }
  return { state: reported, stateTime: at }
}
