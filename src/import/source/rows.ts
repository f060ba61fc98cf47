/*
 * Rows of the existing server. Times are as PostgreSQL prints them in UTC, with microseconds; JSON is text.
 */

/** As PostgreSQL prints it in UTC. */
export type Timestamp = string

/** The text of a `jsonb` value. */
export type JsonText = string

export interface SourceOrganization {
  id: string
  name: string
  created_at: Timestamp
  is_active: boolean
}

export interface SourceApp {
  id: string
  organization_id: string
  name: string
  api_key: string
  domain: string | null
  interval: number
  recording: boolean
  durations_days: JsonText | null
  created_at: Timestamp
  is_active: boolean
}

export interface SourceUser {
  id: string
  username: string
  email: string
  first_name: string
  last_name: string
  /** In Django's format: `algorithm$…`. */
  password: string
  is_superuser: boolean
  is_active: boolean
  date_joined: Timestamp
  last_login: Timestamp | null
  organization_id: string | null
}

export interface SourceConference {
  id: string
  app_id: string
  conference_id: string
  conference_name: string | null
  conference_info: JsonText | null
  start_time: Timestamp | null
  call_start: Timestamp | null
  end_time: Timestamp | null
  ongoing: boolean
  duration: number
  created_at: Timestamp
}

export interface SourceParticipant {
  id: string
  app_id: string
  participant_id: string
  participant_name: string | null
  is_sfu: boolean
  created_at: Timestamp
  is_active: boolean
}

export interface SourceLink {
  conference_id: string
  participant_id: string
}

export interface SourceSession {
  id: string
  conference_id: string
  participant_id: string
  constraints: JsonText | null
  devices: JsonText | null
  platform: JsonText | null
  metadata: JsonText | null
  geo_ip: JsonText | null
  app_version: string | null
  webrtc_sdk: string | null
  session_info: JsonText | null
  duration: number
  end_time: Timestamp | null
  call_start: Timestamp | null
  created_at: Timestamp
  is_active: boolean
}

export interface SourceConnection {
  id: string
  session_id: string
  conference_id: string
  participant_id: string
  peer_id: string
  type: string | null
  state: string
  connection_info: JsonText | null
  start_time: Timestamp | null
  end_time: Timestamp | null
  duration: number
  created_at: Timestamp
  is_active: boolean
}

export interface SourceTrack {
  id: string
  session_id: string
  connection_id: string | null
  kind: string
  direction: string
  track_id: string
  label: string | null
  track_info: JsonText | null
  created_at: Timestamp
  is_active: boolean
  /** Of its session. */
  conference_id: string
}

export interface SourceIssue {
  id: string
  /** Of the session where the issue has none. */
  conference_id: string
  session_id: string
  participant_id: string | null
  connection_id: string | null
  track_id: string | null
  type: string
  code: string
  data: JsonText | null
  created_at: Timestamp
  is_active: boolean
}

export interface SourceEvent {
  id: string
  app_id: string
  conference_id: string
  session_id: string
  participant_id: string
  peer_id: string | null
  connection_id: string | null
  track_id: string | null
  /** `B M C T S`. */
  category: string
  type: string
  data: JsonText | null
  created_at: Timestamp
  is_active: boolean
}

export interface SourceSummary {
  conference_id: string
  status: string
  version: number
  end_time: Timestamp | null
  is_active: boolean
  snapshots: number
  /** Id of the event that the last snapshot was made of. */
  last_id: string | null
  last_time: string | null
}
