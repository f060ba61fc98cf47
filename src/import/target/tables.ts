import { RowTable } from './rows.ts'

export const organizationTable = new RowTable('organization', {
  id: 'uuid',
  name: 'text',
  is_active: 'boolean',
  created_at: 'timestamptz',
})

export const appTable = new RowTable('app', {
  id: 'uuid',
  organization_id: 'uuid',
  name: 'text',
  api_key: 'text',
  domain: 'text',
  interval: 'int',
  recording: 'boolean',
  durations_days: 'jsonb',
  thresholds: 'jsonb',
  is_active: 'boolean',
  created_at: 'timestamptz',
})

export const userTable = new RowTable('user_account', {
  id: 'uuid',
  email: 'text',
  name: 'text',
  password_hash: 'text',
  is_superuser: 'boolean',
  is_active: 'boolean',
  created_at: 'timestamptz',
  last_sign_in_at: 'timestamptz',
})

export const conferenceTable = new RowTable('conference', {
  id: 'uuid',
  app_id: 'uuid',
  external_id: 'text',
  name: 'text',
  info: 'jsonb',
  start_time: 'timestamptz',
  call_start: 'timestamptz',
  end_time: 'timestamptz',
  ongoing: 'boolean',
  duration: 'float8',
  created_at: 'timestamptz',
})

export const participantTable = new RowTable('participant', {
  id: 'uuid',
  app_id: 'uuid',
  external_id: 'text',
  name: 'text',
  is_sfu: 'boolean',
  created_at: 'timestamptz',
})

export const sessionTable = new RowTable('session', {
  id: 'uuid',
  app_id: 'uuid',
  conference_id: 'uuid',
  participant_id: 'uuid',
  constraints: 'jsonb',
  devices: 'jsonb',
  platform: 'jsonb',
  metadata: 'jsonb',
  geo_ip: 'jsonb',
  app_version: 'text',
  webrtc_sdk: 'text',
  info: 'jsonb',
  call_start: 'timestamptz',
  end_time: 'timestamptz',
  duration: 'float8',
  receipts: 'jsonb',
  active_seconds: 'jsonb',
  media_requests: 'int',
  media_failures: 'int',
  created_at: 'timestamptz',
})

export const connectionTable = new RowTable('connection', {
  id: 'uuid',
  app_id: 'uuid',
  session_id: 'uuid',
  conference_id: 'uuid',
  participant_id: 'uuid',
  peer_id: 'uuid',
  type: 'text',
  state: 'text',
  negotiations: 'jsonb',
  signaling: 'jsonb',
  tcp_detected: 'boolean',
  relay_detected: 'boolean',
  established: 'boolean',
  start_time: 'timestamptz',
  end_time: 'timestamptz',
  duration: 'float8',
  created_at: 'timestamptz',
})

export const trackTable = new RowTable('track', {
  id: 'uuid',
  app_id: 'uuid',
  session_id: 'uuid',
  connection_id: 'uuid',
  kind: 'text',
  direction: 'text',
  track_id: 'text',
  label: 'text',
  info: 'jsonb',
  created_at: 'timestamptz',
})

export const issueTable = new RowTable(
  'issue',
  {
    id: 'uuid',
    app_id: 'uuid',
    conference_id: 'uuid',
    session_id: 'uuid',
    participant_id: 'uuid',
    connection_id: 'uuid',
    track_id: 'uuid',
    type: 'text',
    code: 'text',
    subject: 'text',
    data: 'jsonb',
    created_at: 'timestamptz',
  },
  ['conference_id', 'code', 'subject'],
)
