import { invalid } from '../values/errors.ts'
import { asObject, isJsonObject, type JsonValue } from '../values/json.ts'
import { iceConnectionStates, iceGatheringStates, peerConnectionStates, signalingStates } from './connection-state.ts'
import { standardCandidate } from './ice-candidate.ts'

type Check = (data: JsonValue) => boolean

const oneOf =
  (values: readonly string[]): Check =>
  data =>
    typeof data === 'string' && values.includes(data)

const signaling: Check = data => oneOf(signalingStates)(asObject(data)['signalingState'] ?? null)

const absent: Check = data => data === null

/** An ICE error code: STUN and TURN answers 300–699 and 701 for "could not reach", as RTCPeerConnectionIceErrorEvent has it. */
const iceErrorCode: Check = data => typeof data === 'number' && data >= 300 && data <= 799

const statsSections: Check = data =>
  isJsonObject(data) && ['audio', 'video', 'connection', 'remote'].every(section => section in data)

const trackOfKind: Check = data => ['audio', 'video'].includes(String(asObject(data)['kind']))

/** Names of events whose data is checked, and what it must be; all others are stored as they are. */
const checks: Record<string, { holds: Check; expected: string }> = {
  onconnectionstatechange: { holds: oneOf(peerConnectionStates), expected: peerConnectionStates.join(', ') },
  connectionstatechange: { holds: oneOf(peerConnectionStates), expected: peerConnectionStates.join(', ') },
  oniceconnectionstatechange: { holds: oneOf(iceConnectionStates), expected: iceConnectionStates.join(', ') },
  iceconnectionstatechange: { holds: oneOf(iceConnectionStates), expected: iceConnectionStates.join(', ') },
  onicegatheringstatechange: { holds: oneOf(iceGatheringStates), expected: iceGatheringStates.join(', ') },
  icegatheringstatechange: { holds: oneOf(iceGatheringStates), expected: iceGatheringStates.join(', ') },
  onsignalingstatechange: { holds: signaling, expected: `{signalingState: ${signalingStates.join(' | ')}}` },
  signalingstatechange: { holds: signaling, expected: `{signalingState: ${signalingStates.join(' | ')}}` },
  negotiationneeded: { holds: absent, expected: 'null' },
  datachannel: { holds: absent, expected: 'null' },
  icecandidateerror: { holds: iceErrorCode, expected: 'an error code of 300 to 799' },
  stats: { holds: statsSections, expected: 'an object with audio, video, connection and remote' },
  addTrack: { holds: trackOfKind, expected: 'an object with the kind audio or video' },
}

/**
 * The data of an event as it is stored.
 * @throws DomainError invalid_parameters when the name calls for other data
 */
export function checkedEventData(eventName: string, data: JsonValue): JsonValue {
  const check = Object.hasOwn(checks, eventName) ? checks[eventName] : undefined
  if (check && !check.holds(data)) throw invalid(`data of ${eventName} must be ${check.expected}`)
  return eventName === 'onicecandidate' ? standardCandidate(data) : data
}
