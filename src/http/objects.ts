import type { Session } from '../storage/entities/session.ts'
import type { Track } from '../storage/entities/track.ts'

/*
 * Stored objects as the HTTP routes print them: snake_case keys, foreign keys as ids under the bare name, times as
 * RFC 3339 in UTC.
 */

const time = (instant: Date | null | undefined): string | null => instant?.toISOString() ?? null

export const sessionObject = (session: Session) => ({
  id: session.id,
  conference: session.conference,
  participant: session.participant,
  constraints: session.constraints ?? null,
  devices: session.devices ?? null,
  platform: session.platform ?? null,
  metadata: session.metadata ?? null,
  geo_ip: {
    country_code: session.geoIp.countryCode,
    region_code: session.geoIp.regionCode,
    city: session.geoIp.city,
    latitude: session.geoIp.latitude,
    longitude: session.geoIp.longitude,
  },
  app_version: session.appVersion ?? null,
  webrtc_sdk: session.webrtcSdk ?? null,
  session_info: session.info,
  duration: Math.trunc(session.duration),
  end_time: time(session.endTime),
  call_start: time(session.callStart),
  created_at: time(session.createdAt),
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
