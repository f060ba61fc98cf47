import { daysKept } from '../domain/call/call-times.ts'
import { type GeoLocation, unknownLocation } from '../domain/call/geo-location.ts'
import { issueText } from '../domain/issues/issue-kind.ts'
import type { Negotiation } from '../domain/signaling/negotiation.ts'
import type { StatsSnapshot } from '../domain/summary/stats-snapshot.ts'
import type { TrackSnapshot } from '../domain/summary/track-snapshot.ts'
import type { ShownEvent } from '../services/query/split-event.ts'
import type { App } from '../storage/entities/app.ts'
import type { Conference } from '../storage/entities/conference.ts'
import type { Connection } from '../storage/entities/connection.ts'
import type { Issue } from '../storage/entities/issue.ts'
import type { Organization } from '../storage/entities/organization.ts'
import type { Participant } from '../storage/entities/participant.ts'
import type { Session } from '../storage/entities/session.ts'
import type { Track } from '../storage/entities/track.ts'
import type { SessionBrief } from '../storage/queries/sessions.ts'

/*
 * Stored objects as the HTTP routes print them: snake_case keys, foreign keys as ids under the bare name, times as
 * RFC 3339 in UTC.
 */

const time = (instant: Date | null | undefined): string | null => instant?.toISOString() ?? null

export const organizationObject = ({ id, name, createdAt }: Organization) => ({ id, name, created_at: time(createdAt) })

export const appObject = (app: App, now: Date) => ({
  id: app.id,
  name: app.name,
  api_key: app.apiKey,
  domain: app.domain ?? null,
  organization: app.organization,
  interval: app.interval,
  recording: app.recording,
  durations_days: Object.fromEntries(daysKept(now).map(day => [day, Math.round(app.durationsDays[day] ?? 0)])),
  created_at: time(app.createdAt),
})

export const conferenceObject = (conference: Conference) => ({
  id: conference.id,
  conference_id: conference.externalId,
  conference_name: conference.name ?? null,
  conference_info: conference.info,
  start_time: time(conference.startTime),
  call_start: time(conference.callStart),
  end_time: time(conference.endTime),
  ongoing: conference.ongoing,
  duration: Math.trunc(conference.duration),
  app: conference.app,
  created_at: time(conference.createdAt),
})

export const participantObject = (participant: Participant) => ({
  id: participant.id,
  participant_id: participant.externalId,
  participant_name: participant.name ?? null,
  is_sfu: participant.isSfu,
  app: participant.app,
  created_at: time(participant.createdAt),
})

export const connectionObject = (connection: Connection) => ({
  id: connection.id,
  session: connection.session,
  conference: connection.conference,
  participant: connection.participant,
  peer: connection.peer,
  type: connection.type ?? null,
  state: connection.state,
  connection_info: {
    detected_tcp: connection.tcpDetected,
    detected_turn: connection.relayDetected,
    negotiations: connection.negotiations.map(negotiationObject),
  },
  start_time: time(connection.startTime),
  end_time: time(connection.endTime),
  duration: Math.trunc(connection.duration),
  created_at: time(connection.createdAt),
})

/** `duration` is in seconds, with milliseconds. */
const negotiationObject = (negotiation: Negotiation) => ({
  start_time: negotiation.startTime,
  status: negotiation.status,
  type: negotiation.type,
  end_time: negotiation.endTime,
  duration: negotiation.durationMs === null ? null : negotiation.durationMs / 1000,
})

/** Location of a session; unknown fields are null, also those that a row leaves out. */
function locationObject(stored: GeoLocation) {
  const { countryCode, regionCode, city, latitude, longitude } = { ...unknownLocation, ...stored }
  return { country_code: countryCode, region_code: regionCode, city, latitude, longitude }
}

/** As lists print it. */
export const sessionBriefObject = (session: SessionBrief) => ({
  id: session.id,
  conference: session.conference,
  participant: session.participant,
  devices: session.devices ?? null,
  platform: session.platform ?? null,
  metadata: session.metadata ?? null,
  geo_ip: locationObject(session.geoIp),
  app_version: session.appVersion ?? null,
  webrtc_sdk: session.webrtcSdk ?? null,
  session_info: session.info,
  duration: Math.trunc(session.duration),
  end_time: time(session.endTime),
  call_start: time(session.callStart),
  created_at: time(session.createdAt),
})

export const sessionObject = (session: Session) => ({
  ...sessionBriefObject(session),
  constraints: session.constraints ?? null,
})

export const trackObject = (track: Track) => ({
  id: track.id,
  session: track.session,
  connection: track.connection ?? null,
  kind: track.kind ?? null,
  direction: track.direction,
  track_id: track.trackId,
  label: track.label ?? null,
  track_info: track.info,
  created_at: time(track.createdAt),
})

export const issueObject = (issue: Issue) => ({
  id: issue.id,
  session: issue.session ?? null,
  conference: issue.conference,
  participant: issue.participant ?? null,
  connection: issue.connection ?? null,
  track: issue.track ?? null,
  type: issue.type,
  code: issue.code,
  data: issue.data ?? null,
  created_at: time(issue.createdAt),
  ...issueText(issue.code),
})

export const eventObject = (event: ShownEvent) => ({
  id: event.id,
  conference: event.conferenceId,
  participant: event.participantId,
  peer: event.peerId,
  session: event.sessionId,
  connection: event.connectionId,
  track: event.trackId,
  app: event.appId,
  type: event.type,
  category: event.category,
  data: event.data,
  created_at: time(event.createdAt),
})

/** Scores of ours are for the RPCs: what draws these graphs knows the fields that it has always been given. */
export const snapshotObject = (snapshot: StatsSnapshot) => ({
  ...snapshot,
  data: {
    ...snapshot.data,
    audio: { ...snapshot.data.audio, inbound: snapshot.data.audio.inbound.map(withoutScores) },
    video: { ...snapshot.data.video, inbound: snapshot.data.video.inbound.map(withoutScores) },
  },
})

const withoutScores = ({ audioScore: _audio, videoScore: _video, ...track }: TrackSnapshot) => track
