import { newSignaling } from '../../src/domain/signaling/signaling.ts'

/** How much is made. */
export interface SeedSize {
  conferences: number
  sessions: number
  connections: number
  issues: number
  events: number
  days: number
}

/** The volume that the promises of speed are about. */
export const FULL_SIZE: SeedSize = {
  conferences: 20_000,
  sessions: 60_000,
  connections: 60_000,
  issues: 40_000,
  events: 1_000_000,
  days: 30,
}

const PARTICIPANTS = 12_000

/** A UUIDv7 of an instant. */
const newId = `create function pg_temp.new_id(instant timestamptz) returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3)
          || '8' || substr(md5(random()::text), 1, 15))::uuid $$`

const NEGOTIATION = `jsonb_build_array(jsonb_build_object('type', 'initial', 'status',
  case when random() < 0.9 then 'connected' else 'failed' end, 'startTime', '2026-01-01T00:00:00.000Z', 'endTime',
  '2026-01-01T00:00:01.000Z', 'durationMs', round(100 + 6000 * random() ^ 3)))`

/** What is kept of the setup of a connection that was told late. */
const SIGNALING = `'${JSON.stringify(newSignaling(new Date(0), true))}'::jsonb`

/**
 * The statements that fill a migrated database, in order. One app of ten has most of the calls; some calls, people and
 * conferences have far more than the others. The same every time.
 */
export const seedStatements = (size: SeedSize): { what: string; sql: string }[] => [
  { what: 'helpers', sql: `${newId}; select setseed(0.42)` },
  {
    what: 'apps',
    sql: `
      create temp table seed_app as
        select n, pg_temp.new_id(now()) as id, case when n < 6 then 1 else 2 end as organization from generate_series(1, 10) n;
      create temp table seed_organization as select n, pg_temp.new_id(now()) as id from generate_series(1, 2) n;
      insert into organization (id, name, created_at) select id, 'Organization ' || n, now() from seed_organization;
      insert into app (id, organization_id, name, api_key, interval, durations_days, thresholds, created_at)
        select a.id, o.id, 'App ' || a.n, substr(md5(a.id::text), 1, 32), 10000, '{}', '{}', now()
          from seed_app a join seed_organization o on o.n = a.organization`,
  },
  {
    what: 'conferences',
    sql: `
      create temp table seed_conference as
        select n, case when random() < 0.7 then 1 else 2 + floor(random() * 9)::int end as app_n,
               now() - random() * interval '${size.days} days' as at, round((random() ^ 3 * 7200)::numeric, 3)::float8 as duration
          from generate_series(1, ${size.conferences}) n;
      alter table seed_conference add column id uuid;
      update seed_conference set id = pg_temp.new_id(at);
      insert into conference (id, app_id, external_id, name, info, start_time, end_time, ongoing, duration, created_at)
        select c.id, a.id, 'room-' || c.n || '-' || substr(md5(c.n::text), 1, 6), (array['Weekly', 'Support', 'Sales', 'Design'])[1 + c.n % 4]
               || ' call ' || c.n, '{}', at, at + duration * interval '1 second', random() < 0.005, duration, at
          from seed_conference c join seed_app a on a.n = c.app_n;
      create index on seed_conference (n);
      analyze seed_conference`,
  },
  {
    what: 'participants',
    sql: `
      create temp table seed_participant as
        select n, case when random() < 0.7 then 1 else 2 + floor(random() * 9)::int end as app_n,
               now() - random() * interval '${size.days} days' as at from generate_series(1, ${PARTICIPANTS}) n;
      alter table seed_participant add column id uuid;
      update seed_participant set id = pg_temp.new_id(at);
      insert into participant (id, app_id, external_id, name, is_sfu, created_at)
        select p.id, a.id, 'user-' || p.n || '-' || substr(md5(p.n::text), 1, 6),
               (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald'])[1 + p.n % 6] || ' ' || substr(md5(p.n || 'x'), 1, 6),
               p.n % 50 = 0, at
          from seed_participant p join seed_app a on a.n = p.app_n;
      create temp table seed_member as
        select app_n, id, row_number() over (partition by app_n order by n) - 1 as place,
               count(*) over (partition by app_n) as members from seed_participant;
      create index on seed_member (app_n, place);
      analyze seed_member`,
  },
  {
    what: 'sessions',
    sql: `
      create temp table seed_session as
        select s.n, c.app_n, c.id as conference_id, c.at + random() * interval '1 minute' as at, c.duration, random() ^ 2 as pick
          from (select n, 1 + floor(${size.conferences} * case when n <= ${size.conferences} then (n - 1.0) / ${size.conferences}
                                                             else random() ^ 1.5 end)::int as conference_n
                  from generate_series(1, ${size.sessions}) n) s
          join seed_conference c on c.n = s.conference_n;
      alter table seed_session add column id uuid, add column participant_id uuid;
      update seed_session set id = pg_temp.new_id(at);
      update seed_session s set participant_id = m.id from seed_member m
        where m.app_n = s.app_n and m.place = floor(s.pick * m.members)::bigint;
      insert into session (id, app_id, conference_id, participant_id, constraints, devices, platform, metadata, geo_ip, info,
                           end_time, duration, receipts, active_seconds, created_at)
        select s.id, a.id, conference_id, participant_id, $3::jsonb, $2::jsonb,
               $1::jsonb || jsonb_build_object(
                 'browser', jsonb_build_object('name', (array['Chrome', 'Chrome', 'Chrome', 'Firefox', 'Safari', 'Edge'])[1 + s.n % 6], 'version', '1' || s.n % 40 || '.0.1'),
                 'os', jsonb_build_object('name', (array['Windows', 'Mac OS', 'Linux', 'Android', 'iOS'])[1 + s.n % 5])),
               '{"team": "red"}', jsonb_build_object('countryCode', (array['DE', 'US', 'GB', 'FR', 'BR'])[1 + s.n % 5], 'regionCode', 'R' || s.n % 7,
                 'city', 'City ' || s.n % 300, 'latitude', (s.n % 300) / 4.0, 'longitude', (s.n % 300) / 3.0), '{}',
               at + duration * interval '1 second', duration, '[]', '{}', at
          from seed_session s join seed_app a on a.n = s.app_n;
      insert into conference_participant select distinct conference_id, participant_id from seed_session;
      create index on seed_session (n); create index on seed_session (conference_id)`,
  },
  {
    what: 'connections',
    sql: `
      create temp table seed_connection as
        select x.n, s.app_n, s.id as session_id, s.conference_id, s.participant_id, s.at, s.duration
          from (select n, 1 + (n - 1) % ${size.sessions} as session_n from generate_series(1, ${size.connections}) n) x
          join seed_session s on s.n = x.session_n;
      alter table seed_connection add column id uuid;
      update seed_connection set id = pg_temp.new_id(at);
      create index on seed_connection (n);
      analyze seed_connection;
      insert into connection (id, app_id, session_id, conference_id, participant_id, peer_id, type, state, negotiations,
                              signaling, established, start_time, end_time, duration, created_at)
        select c.id, a.id, session_id, conference_id, participant_id, participant_id,
               (array['host', 'srflx', 'prflx', 'relay', null])[1 + c.n % 5], 'closed', ${NEGOTIATION}, ${SIGNALING}, true, at,
               at + duration * interval '1 second', duration, at
          from seed_connection c join seed_app a on a.n = c.app_n;
      insert into track (id, app_id, session_id, connection_id, kind, direction, track_id, info, created_at)
        select pg_temp.new_id(at), a.id, session_id, c.id, 'audio', 'inbound', 'track-' || c.n,
               '{"muted": null, "enabled": null, "ended": false, "readyState": null, "contentHint": null, "capabilities": null, "settings": null, "constraints": []}', at
          from seed_connection c join seed_app a on a.n = c.app_n`,
  },
  {
    what: 'issues',
    sql: `
      insert into issue (id, app_id, conference_id, session_id, participant_id, connection_id, type, code, subject, data, created_at)
        select pg_temp.new_id(c.at), a.id, conference_id, session_id, participant_id, c.id,
               case when i.n % 4 = 0 then 'error' else 'warning' end,
               (array['connection_failed', 'getusermedia_error', 'high_rtt', 'turn_used', 'ice_failed', 'low_emos', 'tcp_used'])[1 + i.n % 7],
               'subject ' || i.n, case when i.n % 7 = 1 then jsonb_build_object('name', (array['NotAllowedError', 'NotFoundError'])[1 + i.n % 2], 'message', 'Permission denied') end,
               c.at
          from (select n, 1 + floor(random() ^ 1.5 * ${size.connections})::int as connection_n from generate_series(1, ${size.issues}) n) i
          join seed_connection c on c.n = i.connection_n
          join seed_app a on a.n = c.app_n`,
  },
  {
    what: 'verdicts',
    sql: `
      update conference set verdict = case when n % 20 = 0 then null else jsonb_build_object('reason', 'Packets were lost.',
               'quality', case when n % 20 < 13 then 'good' when n % 20 < 16 then 'fair' when n % 20 < 19 then 'poor' else 'bad' end,
               'code', case when n % 20 >= 13 then (array['high_packet_loss', 'high_rtt', 'audio_score'])[1 + n % 3] end) end
        from seed_conference where seed_conference.id = conference.id`,
  },
  {
    what: 'times of events',
    sql: `
      create temp table seed_event as
        select row_number() over (order by happened) as n, connection_n, happened
          from (select connection_n, c.at + late * greatest(c.duration, 1) * interval '1 second' as happened
                  from (select random() as late, 1 + floor(random() ^ 2 * ${size.connections})::int as connection_n
                          from generate_series(1, ${size.events})) e
                  join seed_connection c on c.n = e.connection_n) e;
      create index on seed_event (n);
      analyze seed_event`,
  },
]

/**
 * Makes the events numbered $1 to $2 in order of time, as they arrive; nine of ten of them are stats reports. $3 to $5 are
 * reports, dictionaries and numbers of tracks.
 */
export const EVENT_STATEMENT = `
  insert into event (conference_id, id, app_id, session_id, participant_id, peer_id, connection_id, category, type, created_at,
                     received_at, data, report, dictionary, track_count, collection_time_ms)
    select conference_id, pg_temp.new_id(happened), a.id, case when not stats then session_id end, participant_id,
           case when not stats then participant_id end, c.id,
           case when stats then 5 when e.n % 3 = 0 then 1 when e.n % 3 = 1 then 2 else 3 end,
           case when stats then 'stats' when e.n % 3 = 0 then 'tabFocus' when e.n % 3 = 1 then 'getUserMedia' else 'onicecandidate' end,
           happened, happened,
           case when not stats then '{"candidate": "candidate:1 1 udp 2122260223 192.168.250.1 52352 typ host"}'::jsonb end,
           case when stats then ($3::bytea[])[1 + e.n % 4] end, case when stats then ($4::smallint[])[1 + e.n % 4] end,
           case when stats then ($5::smallint[])[1 + e.n % 4] end, case when stats then 3 end
      from (select *, md5(n::text) >= '1999' as stats from seed_event where n between $1 and $2) e
      join seed_connection c on c.n = e.connection_n
      join seed_app a on a.n = c.app_n`
