import { reportedNumber } from '../scores/reported-number.ts'
import { asObject, asString, isJsonObject, type JsonObject, type JsonValue } from '../values/json.ts'
import { type TrackSnapshot, trackSnapshots } from './track-snapshot.ts'

/** A stats report of one connection, with the ids of what it belongs to. */
export interface ReportedStats {
  id: string
  app: string
  session: string
  conference: string
  participant: string
  /** The participant at the other side; null when the report did not say. */
  peer: string | null
  connection: string
  /** Event time. */
  createdAt: Date
  /** The object that the SDK's stats library builds. */
  report: JsonValue
}

interface MediaSnapshot {
  inbound: TrackSnapshot[]
  outbound: TrackSnapshot[]
}

/** One stats report, reduced to what graphs are drawn from. The names are those of the HTTP API and getStats. */
export interface StatsSnapshot {
  id: string
  app: string
  session: string
  conference: string
  participant: string
  peer: string | null
  connection: string
  /** RFC 3339, UTC. */
  created_at: string
  type: 'stats'
  data: {
    /** The selected candidate pair; every field is null when there was none. */
    connection: {
      id: string | null
      bytesSent: number | null
      packetsSent: number | null
      responsesReceived: number | null
      /** Seconds. */
      totalRoundTripTime: number | null
    }
    /** Reports of the remote side by RTCP; empty without any. */
    remote: JsonObject
    audio: MediaSnapshot
    video: MediaSnapshot
  }
}

function mediaSnapshot(report: JsonObject, kind: 'audio' | 'video', remote: JsonObject): MediaSnapshot {
  const media = asObject(report[kind])
  return {
    inbound: trackSnapshots(media['inbound'], { kind, direction: 'inbound', remote }),
    outbound: trackSnapshots(media['outbound'], { kind, direction: 'outbound', remote }),
  }
}

const isEmpty = ({ inbound, outbound }: MediaSnapshot) => inbound.length + outbound.length === 0

/**
 * The snapshot of one report; null when the report holds neither a connection nor a track (an early empty poll).
 * Missing fields and those of another type are null, as the existing server has them.
 */
export function statsSnapshot(stats: ReportedStats): StatsSnapshot | null {
  const report = asObject(stats.report)
  const remote = asObject(report['remote'])
  const audio = mediaSnapshot(report, 'audio', remote)
  const video = mediaSnapshot(report, 'video', remote)
  const pair = asObject(report['connection'])
  if (isEmpty(audio) && isEmpty(video) && !hasEntries(report['connection'])) return null
  return {
    id: stats.id,
    app: stats.app,
    session: stats.session,
    conference: stats.conference,
    participant: stats.participant,
    peer: stats.peer,
    connection: stats.connection,
    created_at: stats.createdAt.toISOString(),
    type: 'stats',
    data: {
      connection: {
        id: asString(pair['id']),
        bytesSent: reportedNumber(pair, 'bytesSent'),
        packetsSent: reportedNumber(pair, 'packetsSent'),
        responsesReceived: reportedNumber(pair, 'responsesReceived'),
        totalRoundTripTime: reportedNumber(pair, 'totalRoundTripTime'),
      },
      remote,
      audio,
      video,
    },
  }
}

const hasEntries = (value: JsonValue | undefined) => isJsonObject(value) && Object.keys(value).length > 0
