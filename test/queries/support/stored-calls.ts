import { newSignaling } from '../../../src/domain/signaling/signaling.ts'
import type { TestDatabase } from '../../support/database.ts'
import { readRows } from '../../support/stored-rows.ts'

/** An organization with one app and some calls, as rows. Every second pair of rows was created at the same moment. */
export interface StoredCalls {
  organizationId: string
  appId: string
  /** Of the conference with everything in it. */
  conferenceId: string
  participantId: string
  sessionId: string
  connectionId: string
  trackId: string
  issueId: string
  eventId: string
}

/** Rows of each kind. */
export const ROWS = 9

/** A UUID that names a kind of row, its owner and its number. */
export const rowId = (owner: number, kind: string, n: number): string =>
  `0000${owner}000-0000-7000-8${kind}-${String(n).padStart(12, '0')}`

const kinds = { organization: '00a', app: '00b', conference: '001', participant: '002', session: '003' } as const
const parts = { connection: '004', track: '005', issue: '006', event: '007' } as const

/** What a connection that was only added knows of its setup. */
const SIGNALING = JSON.stringify(newSignaling(new Date(0), false))

/** The moment of a row: two neighbours share one. */
const MOMENT = `timestamptz '2026-11-20 10:00:00.000123Z' + (n / 2) * interval '1 minute'`

/** @param owner 1 to 9, different for each organization of a database */
export async function storeCalls(
  database: TestDatabase,
  { owner, isActive, age = '0 days' }: { owner: number; isActive: boolean; age?: string },
): Promise<StoredCalls> {
  const id = (kind: string) => `('${rowId(owner, kind, 0).slice(0, -12)}' || lpad(n::text, 12, '0'))::uuid`
  const first = (kind: string) => rowId(owner, kind, 1)
  const at = `${MOMENT} - interval '${age}'`
  const app = first(kinds.app)
  const statements = [
    `insert into organization (id, name, is_active, created_at)
       values ('${first(kinds.organization)}', 'Organization ${owner}', ${isActive}, now())`,
    `insert into app (id, organization_id, name, api_key, interval, durations_days, thresholds, created_at)
       values ('${app}', '${first(kinds.organization)}', 'App ${owner}', repeat('${owner}', 32), 10000, '{}', '{}', now())`,
    `insert into conference (id, app_id, external_id, name, info, duration, created_at)
       select ${id(kinds.conference)}, '${app}', 'room-' || n, 'Weekly ' || n || ' of ${owner}', '{}', n * 100, ${at} from numbers`,
    `insert into participant (id, app_id, external_id, name, created_at)
       select ${id(kinds.participant)}, '${app}', 'user-' || n, 'Person ' || n || ' of ${owner}', ${at} from numbers`,
    `insert into conference_participant select '${first(kinds.conference)}', ${id(kinds.participant)} from numbers`,
    `insert into session (id, app_id, conference_id, participant_id, constraints, geo_ip, info, receipts, active_seconds, created_at)
       select ${id(kinds.session)}, '${app}', '${first(kinds.conference)}', '${first(kinds.participant)}', '{"width": true}',
              '{"countryCode": null, "regionCode": null, "city": null, "latitude": null, "longitude": null}', '{}', '[]', '{}', ${at}
         from numbers`,
    `insert into connection (id, app_id, session_id, conference_id, participant_id, peer_id, state, negotiations, signaling, start_time, created_at)
       select ${id(parts.connection)}, '${app}', '${first(kinds.session)}', '${first(kinds.conference)}', '${first(kinds.participant)}',
              '${rowId(owner, kinds.participant, 2)}', 'new', '[]', '${SIGNALING}', ${at}, ${at} from numbers`,
    `insert into track (id, app_id, session_id, connection_id, kind, direction, track_id, info, created_at)
       select ${id(parts.track)}, '${app}', '${first(kinds.session)}', '${first(parts.connection)}', 'audio', 'inbound', 'track-' || n,
              '{"muted": null, "enabled": null, "ended": false, "readyState": null, "contentHint": null, "capabilities": null, "settings": null, "constraints": []}',
              ${at} from numbers`,
    `insert into issue (id, app_id, conference_id, session_id, participant_id, type, code, subject, created_at)
       select ${id(parts.issue)}, '${app}', '${first(kinds.conference)}', '${first(kinds.session)}', '${first(kinds.participant)}',
              case when n % 2 = 0 then 'error' else 'warning' end, 'ice_failed', 's' || n, ${at} from numbers`,
    `insert into event (conference_id, id, app_id, session_id, participant_id, category, type, created_at, received_at)
       select '${first(kinds.conference)}', ${id(parts.event)}, '${app}', '${first(kinds.session)}', '${first(kinds.participant)}', 1,
              'custom', ${at}, ${at} from numbers`,
  ]
  await readRows(
    database,
    `do $$ begin
       create temp table numbers as select n from generate_series(1, ${ROWS}) n;
       ${statements.join(';\n')};
       drop table numbers;
     end $$`,
    [],
  )
  return {
    organizationId: first(kinds.organization),
    appId: app,
    conferenceId: first(kinds.conference),
    participantId: first(kinds.participant),
    sessionId: first(kinds.session),
    connectionId: first(parts.connection),
    trackId: first(parts.track),
    issueId: first(parts.issue),
    eventId: first(parts.event),
  }
}
