import { create } from '@bufbuild/protobuf'
import {
  type CandidatePairSnapshot,
  CandidatePairSnapshotSchema,
  ConferenceSummarySchema,
  InboundRtpSnapshotSchema,
  OutboundRtpSnapshotSchema,
  StatsSnapshotSchema,
} from '../../../gen/peermetrics/call/v1/summary_pb.js'
import { SummaryOngoingSchema } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import type { StatsSnapshot } from '../../domain/summary/stats-snapshot.ts'
import type { TrackSnapshot } from '../../domain/summary/track-snapshot.ts'
import type { BuiltSummary } from '../../services/query/graphs.ts'
import { filledStructField, instantField } from './fields.ts'
import { participantVerdictMessage, verdictMessage } from './verdict.ts'

type Reported = number | string | null | undefined

/** A counter; what is no whole number within 64 bits was not counted by a browser. */
const counter = (value: Reported): bigint | undefined =>
  typeof value === 'number' && Math.abs(value) < 2 ** 63 ? BigInt(Math.round(value)) : undefined

const measure = (value: Reported): number | undefined => (typeof value === 'number' ? value : undefined)

const pixels = (value: Reported): number | undefined =>
  typeof value === 'number' && Math.abs(value) < 2 ** 31 ? Math.round(value) : undefined

const text = (value: Reported): string => (typeof value === 'string' ? value : '')

/** A built summary as the RPCs show it. */
export const summaryMessage = (conferenceId: string, { version, builtAt, snapshots, verdict }: BuiltSummary) =>
  create(ConferenceSummarySchema, {
    conferenceId,
    version,
    buildTime: instantField(builtAt),
    snapshots: snapshots.map(snapshotMessage),
    verdict: verdictMessage(verdict?.conference),
    participants: verdict?.participants.map(participantVerdictMessage) ?? [],
  })

/** A call that runs, with how it was so far. */
export const ongoingMessage = ({ conference, participants }: CallVerdict) =>
  create(SummaryOngoingSchema, {
    verdictSoFar: verdictMessage(conference),
    participants: participants.map(participantVerdictMessage),
  })

const snapshotMessage = (snapshot: StatsSnapshot) =>
  create(StatsSnapshotSchema, {
    eventId: snapshot.id,
    sessionId: snapshot.session,
    participantId: snapshot.participant,
    peerId: snapshot.peer ?? undefined,
    connectionId: snapshot.connection,
    eventTime: instantField(new Date(snapshot.created_at)),
    candidatePair: pairMessage(snapshot.data.connection),
    inboundAudio: snapshot.data.audio.inbound.map(inboundMessage),
    outboundAudio: snapshot.data.audio.outbound.map(outboundMessage),
    inboundVideo: snapshot.data.video.inbound.map(inboundMessage),
    outboundVideo: snapshot.data.video.outbound.map(outboundMessage),
    remote: filledStructField(snapshot.data.remote),
  })

function pairMessage(pair: StatsSnapshot['data']['connection']): CandidatePairSnapshot | undefined {
  if (Object.values(pair).every(value => value === null)) return undefined
  return create(CandidatePairSnapshotSchema, {
    id: pair.id ?? '',
    bytesSent: counter(pair.bytesSent),
    packetsSent: counter(pair.packetsSent),
    responsesReceived: counter(pair.responsesReceived),
    totalRoundTripTimeSeconds: measure(pair.totalRoundTripTime),
  })
}

const inboundMessage = (rtp: TrackSnapshot) =>
  create(InboundRtpSnapshotSchema, {
    id: text(rtp['id']),
    bytesReceived: counter(rtp['bytesReceived']),
    headerBytesReceived: counter(rtp['headerBytesReceived']),
    packetsReceived: counter(rtp['packetsReceived']),
    packetsLost: counter(rtp['packetsLost']),
    jitterSeconds: measure(rtp['jitter']),
    emos: measure(rtp.emos),
    frameWidth: pixels(rtp['frameWidth']),
    frameHeight: pixels(rtp['frameHeight']),
    framesReceived: counter(rtp['framesReceived']),
    framesDecoded: counter(rtp['framesDecoded']),
    totalDecodeTimeSeconds: measure(rtp['totalDecodeTime']),
    audioScore: measure(rtp.audioScore),
    videoScore: measure(rtp.videoScore),
  })

const outboundMessage = (rtp: TrackSnapshot) =>
  create(OutboundRtpSnapshotSchema, {
    id: text(rtp['id']),
    bytesSent: counter(rtp['bytesSent']),
    headerBytesSent: counter(rtp['headerBytesSent']),
    packetsSent: counter(rtp['packetsSent']),
    frameWidth: pixels(rtp['frameWidth']),
    frameHeight: pixels(rtp['frameHeight']),
    framesSent: counter(rtp['framesSent']),
    framesEncoded: counter(rtp['framesEncoded']),
    totalEncodeTimeSeconds: measure(rtp['totalEncodeTime']),
  })
