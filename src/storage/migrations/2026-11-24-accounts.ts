import { Migration } from '@mikro-orm/migrations'

/** Who may sign in and what they may do, the tokens that stand for them, and what they changed. */
export class AccountsMigration extends Migration {
  override up(): void {
    this.addSql(`
      create table user_account (
        id uuid primary key,
        email varchar(254) not null constraint user_account_email_unique unique,
        name varchar(64) not null,
        password_hash varchar(255) not null,
        is_superuser boolean not null default false,
        is_active boolean not null default true,
        created_at timestamptz(6) not null,
        last_sign_in_at timestamptz(6)
      )`)
    this.addSql(`
      create table membership (
        organization_id uuid not null constraint membership_organization_id_foreign
          references organization on update cascade on delete cascade,
        user_id uuid not null constraint membership_user_id_foreign
          references user_account on update cascade on delete cascade,
        role varchar(8) not null,
        created_at timestamptz(6) not null,
        primary key (organization_id, user_id)
      )`)
    this.addSql('create index membership_user_id_index on membership (user_id)')
    this.addSql(`
      create table sign_in (
        id uuid primary key,
        user_id uuid not null constraint sign_in_user_id_foreign
          references user_account on delete cascade,
        token_hash bytea not null constraint sign_in_token_hash_unique unique,
        created_at timestamptz(6) not null,
        expires_at timestamptz(6) not null
      )`)
    this.addSql('create index sign_in_user_id_index on sign_in (user_id)')
    this.addSql('create index sign_in_expires_at_index on sign_in (expires_at)')
    this.addSql(`
      create table api_token (
        id uuid primary key,
        user_id uuid not null constraint api_token_user_id_foreign
          references user_account on delete cascade,
        name varchar(64) not null,
        scopes jsonb not null,
        secret_prefix varchar(16) not null,
        secret_hash bytea not null constraint api_token_secret_hash_unique unique,
        created_at timestamptz(6) not null,
        expires_at timestamptz(6),
        last_used_at timestamptz(6),
        revoked_at timestamptz(6)
      )`)
    this.addSql('create index api_token_user_id_index on api_token (user_id)')
    // No foreign keys: what was done stays on record when who did it, or what it was done to, is gone.
    this.addSql(`
      create table audit_entry (
        id uuid primary key,
        user_id uuid,
        credential varchar(16) not null,
        credential_id uuid,
        action varchar(64) not null,
        subject_id uuid,
        organization_id uuid,
        data jsonb not null,
        created_at timestamptz(6) not null
      )`)
    this.addSql(
      'create index audit_entry_organization_id_created_at_index on audit_entry (organization_id, created_at)',
    )
    this.addSql(`
      create table sign_in_attempt (
        key varchar(128) primary key,
        failures int not null,
        until timestamptz(6) not null
      )`)
    this.addSql('alter table app add column key_reset_at timestamptz(6)')
  }
}
