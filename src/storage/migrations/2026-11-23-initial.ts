import { Migration } from '@mikro-orm/migrations'

/** The whole model: organizations and apps, calls and what is in them, and the event table. */
export class InitialMigration extends Migration {
  override up(): void {
    this.addSql(`
      create table organization (
        id uuid primary key,
        name varchar(64) not null,
        is_active boolean not null default true,
        created_at timestamptz(6) not null
      )`)
    this.addSql(`
      create table app (
        id uuid primary key,
        organization_id uuid not null constraint app_organization_id_foreign references organization,
        name varchar(64) not null,
        api_key varchar(32) not null constraint app_api_key_unique unique,
        domain varchar(255),
        interval int not null,
        recording boolean not null default true,
        durations_days jsonb not null,
        thresholds jsonb not null,
        retention_days int,
        is_active boolean not null default true,
        created_at timestamptz(6) not null
      )`)
    this.addSql('create index app_organization_id_index on app (organization_id)')
    this.addSql(`
      create table conference (
        id uuid primary key,
        app_id uuid not null constraint conference_app_id_foreign references app,
        external_id varchar(64) not null,
        name varchar(64),
        info jsonb not null,
        start_time timestamptz(6),
        call_start timestamptz(6),
        end_time timestamptz(6),
        ongoing boolean not null default false,
        duration double precision not null default 0,
        created_at timestamptz(6) not null,
        constraint conference_app_id_external_id_unique unique (app_id, external_id)
      )`)
    this.addSql('create index conference_app_id_created_at_index on conference (app_id, created_at)')
    this.addSql(`
      create table participant (
        id uuid primary key,
        app_id uuid not null constraint participant_app_id_foreign references app,
        external_id varchar(64) not null,
        name varchar(64),
        is_sfu boolean not null default false,
        created_at timestamptz(6) not null,
        constraint participant_app_id_external_id_unique unique (app_id, external_id)
      )`)
    this.addSql('create index participant_app_id_created_at_index on participant (app_id, created_at)')
    this.addSql(`
      create table conference_participant (
        conference_id uuid not null constraint conference_participant_conference_id_foreign references conference on update cascade on delete cascade,
        participant_id uuid not null constraint conference_participant_participant_id_foreign references participant on update cascade on delete cascade,
        primary key (conference_id, participant_id)
      )`)
    this.addSql('create index conference_participant_participant_id_index on conference_participant (participant_id)')
    this.addSql(`
      create table session (
        id uuid primary key,
        app_id uuid not null constraint session_app_id_foreign references app,
        conference_id uuid not null constraint session_conference_id_foreign references conference,
        participant_id uuid not null constraint session_participant_id_foreign references participant,
        constraints jsonb,
        devices jsonb,
        platform jsonb,
        metadata jsonb,
        geo_ip jsonb not null,
        app_version varchar(16),
        webrtc_sdk varchar(16),
        info jsonb not null,
        call_start timestamptz(6),
        end_time timestamptz(6),
        duration double precision not null default 0,
        receipts jsonb not null,
        active_seconds jsonb not null,
        media_requests int not null default 0,
        media_failures int not null default 0,
        created_at timestamptz(6) not null
      )`)
    this.addSql('create index session_conference_id_index on session (conference_id)')
    this.addSql('create index session_participant_id_index on session (participant_id)')
    this.addSql('create index session_app_id_created_at_index on session (app_id, created_at)')
    this.addSql(`
      create table connection (
        id uuid primary key,
        app_id uuid not null constraint connection_app_id_foreign references app,
        session_id uuid not null constraint connection_session_id_foreign references session,
        conference_id uuid not null constraint connection_conference_id_foreign references conference,
        participant_id uuid not null constraint connection_participant_id_foreign references participant,
        peer_id uuid not null constraint connection_peer_id_foreign references participant,
        type varchar(8),
        state varchar(16) not null,
        state_time timestamptz(6),
        negotiations jsonb not null,
        stable_time timestamptz(6),
        tcp_detected boolean not null default false,
        relay_detected boolean not null default false,
        established boolean not null default false,
        start_time timestamptz(6) not null,
        end_time timestamptz(6),
        duration double precision not null default 0,
        created_at timestamptz(6) not null
      )`)
    this.addSql('create index connection_session_id_index on connection (session_id)')
    this.addSql('create index connection_conference_id_index on connection (conference_id)')
    this.addSql('create index connection_participant_id_index on connection (participant_id)')
    this.addSql('create index connection_peer_id_index on connection (peer_id)')
    this.addSql('create index connection_app_id_created_at_index on connection (app_id, created_at)')
    this.addSql(`
      create table track (
        id uuid primary key,
        app_id uuid not null constraint track_app_id_foreign references app,
        session_id uuid not null constraint track_session_id_foreign references session,
        connection_id uuid constraint track_connection_id_foreign references connection on delete set null,
        kind varchar(8),
        direction varchar(8) not null,
        track_id varchar(40) not null,
        label varchar(128),
        info jsonb not null,
        created_at timestamptz(6) not null,
        constraint track_session_id_track_id_unique unique (session_id, track_id)
      )`)
    this.addSql('create index track_connection_id_index on track (connection_id)')
    this.addSql(`
      create table issue (
        id uuid primary key,
        app_id uuid not null constraint issue_app_id_foreign references app,
        conference_id uuid not null constraint issue_conference_id_foreign references conference,
        session_id uuid constraint issue_session_id_foreign references session on delete set null,
        participant_id uuid constraint issue_participant_id_foreign references participant on delete set null,
        connection_id uuid constraint issue_connection_id_foreign references connection on delete set null,
        track_id uuid constraint issue_track_id_foreign references track on delete set null,
        type varchar(8) not null,
        code varchar(64) not null,
        subject varchar(160) not null,
        data jsonb,
        started_at timestamptz(6),
        ended_at timestamptz(6),
        created_at timestamptz(6) not null,
        constraint issue_conference_id_code_subject_unique unique (conference_id, code, subject)
      )`)
    this.addSql('create index issue_session_id_index on issue (session_id)')
    this.addSql('create index issue_participant_id_index on issue (participant_id)')
    this.addSql('create index issue_connection_id_index on issue (connection_id)')
    this.addSql('create index issue_app_id_created_at_index on issue (app_id, created_at)')
    this.addSql(`
      create table summary (
        conference_id uuid primary key constraint summary_conference_id_foreign references conference on update cascade on delete cascade,
        state varchar(8) not null,
        version smallint not null,
        build uuid,
        verdict jsonb,
        built_at timestamptz(6)
      )`)
    this.addSql(`
      create table summary_chunk (
        conference_id uuid not null constraint summary_chunk_conference_id_foreign
          references conference on update cascade on delete cascade,
        build uuid not null,
        number int not null,
        snapshots bytea not null,
        snapshot_count int not null,
        primary key (conference_id, build, number)
      )`)
    this.addSql(`
      create table analysis (
        conference_id uuid primary key constraint analysis_conference_id_foreign
          references conference on update cascade on delete cascade,
        position timestamptz(6) not null,
        state jsonb not null
      )`)
    // No foreign keys and no second index: events are 99 % of the data, and the one hot query reads a conference.
    // The id of a conference begins with the time of its creation (UUIDv7), so ranges of ids are days.
    this.addSql(`
      create table event (
        conference_id uuid not null,
        id uuid not null,
        app_id uuid not null,
        session_id uuid not null,
        participant_id uuid not null,
        peer_id uuid,
        connection_id uuid,
        track_id uuid,
        category smallint not null,
        type varchar(32) not null,
        created_at timestamptz(6) not null,
        received_at timestamptz(6) not null,
        data jsonb,
        report bytea,
        dictionary smallint,
        track_count smallint,
        primary key (conference_id, id)
      ) partition by range (conference_id)`)
    this.addSql('create table event_default partition of event default')
  }
}
