import {
  type Connection as ConnectionMessage,
  IceCandidateType,
  ConnectionState as State,
} from '../../../../gen/peermetrics/call/v1/connection_pb.js'
import type { Connection, ConnectionState } from '../../model/call.ts'
import { optionalMs } from './time.ts'

const states: Record<State, ConnectionState | undefined> = {
  [State.UNSPECIFIED]: undefined,
  [State.NEW]: 'new',
  [State.CONNECTING]: 'connecting',
  [State.CONNECTED]: 'connected',
  [State.DISCONNECTED]: 'disconnected',
  [State.FAILED]: 'failed',
  [State.CLOSED]: 'closed',
}

export const toConnection = (connection: ConnectionMessage): Connection => ({
  id: connection.id,
  sessionId: connection.sessionId,
  personId: connection.participantId,
  peerId: connection.peerId,
  from: optionalMs(connection.startTime) ?? optionalMs(connection.createTime) ?? 0,
  to: optionalMs(connection.endTime),
  state: states[connection.state],
  path: pathOf(connection),
  isTcp: connection.tcpDetected,
})

function pathOf({ type, relayDetected }: ConnectionMessage): Connection['path'] {
  if (type === IceCandidateType.UNSPECIFIED) return undefined
  return type === IceCandidateType.RELAY || relayDetected ? 'relayed' : 'direct'
}
