import { create } from '@bufbuild/protobuf'
import {
  ConnectionSchema,
  ConnectionState,
  IceCandidateType,
  NegotiationSchema,
  NegotiationStatus,
  NegotiationType,
} from '../../../gen/peermetrics/call/v1/connection_pb.js'
import type { PeerConnectionState } from '../../domain/call/connection-state.ts'
import type { Negotiation } from '../../domain/signaling/negotiation.ts'
import type { CandidateType } from '../../domain/stats/candidate-pair.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import { durationField, instantField } from './fields.ts'

const types: Record<CandidateType, IceCandidateType> = {
  host: IceCandidateType.HOST,
  srflx: IceCandidateType.SRFLX,
  prflx: IceCandidateType.PRFLX,
  relay: IceCandidateType.RELAY,
}

const states: Record<PeerConnectionState, ConnectionState> = {
  new: ConnectionState.NEW,
  connecting: ConnectionState.CONNECTING,
  connected: ConnectionState.CONNECTED,
  disconnected: ConnectionState.DISCONNECTED,
  failed: ConnectionState.FAILED,
  closed: ConnectionState.CLOSED,
}

const negotiationTypes: Record<Negotiation['type'], NegotiationType> = {
  initial: NegotiationType.INITIAL,
  renegotiation: NegotiationType.RENEGOTIATION,
}

const statuses: Record<Negotiation['status'], NegotiationStatus> = {
  connecting: NegotiationStatus.CONNECTING,
  stable: NegotiationStatus.STABLE,
  connected: NegotiationStatus.CONNECTED,
  failed: NegotiationStatus.FAILED,
}

export const candidateType = (type: CandidateType | null | undefined): IceCandidateType =>
  type ? types[type] : IceCandidateType.UNSPECIFIED

/** The stored connection as the RPCs show it. The state of one that was only added is not reported but assumed. */
export const connectionMessage = (connection: Connection) =>
  create(ConnectionSchema, {
    id: connection.id,
    sessionId: connection.session,
    conferenceId: connection.conference,
    participantId: connection.participant,
    peerId: connection.peer,
    type: candidateType(connection.type),
    state: isReported(connection) ? states[connection.state] : ConnectionState.UNSPECIFIED,
    negotiations: connection.negotiations.map(negotiationMessage),
    tcpDetected: connection.tcpDetected,
    relayDetected: connection.relayDetected,
    createTime: instantField(connection.createdAt),
    startTime: instantField(connection.startTime),
    endTime: instantField(connection.endTime),
    duration: durationField(connection.duration),
  })

const isReported = ({ state, signaling }: Connection): boolean =>
  state !== 'new' || signaling.signs.length > 0 || signaling.baseUntil !== null

const negotiationMessage = (negotiation: Negotiation) =>
  create(NegotiationSchema, {
    type: negotiationTypes[negotiation.type],
    status: statuses[negotiation.status],
    startTime: instantField(new Date(negotiation.startTime)),
    endTime: negotiation.endTime ? instantField(new Date(negotiation.endTime)) : undefined,
    durationMs: negotiation.durationMs === null ? undefined : Math.round(negotiation.durationMs),
  })
