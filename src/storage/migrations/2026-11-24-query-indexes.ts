import { Migration } from '@mikro-orm/migrations'

const text = (object: string, field: string) =>
  `varchar(64) generated always as (case when jsonb_typeof(${object} -> '${field}') = 'string'
    then nullif(left(${object} ->> '${field}', 64), '') end) stored`

const number = (object: string, field: string) =>
  `double precision generated always as (case when jsonb_typeof(${object} -> '${field}') = 'number'
    then (${object} ->> '${field}')::double precision end) stored`

/** What lists, roll-ups and the search need beside the keys. */
export class QueryIndexesMigration extends Migration {
  override up(): void {
    this.addSql(`
      do $$ begin
        create extension if not exists pg_trgm;
      exception
        when insufficient_privilege then
          raise exception 'The database user may not create the extension pg_trgm, which the search needs. Let an administrator run "create extension pg_trgm" in this database, or grant the user "create" on it.';
        when undefined_file or feature_not_supported then
          raise exception 'The PostgreSQL server has no extension pg_trgm, which the search needs. It comes with the package postgresql-contrib.';
      end $$`)
    for (const column of ['external_id', 'name']) {
      for (const table of ['conference', 'participant']) {
        this.addSql(`create index ${table}_${column}_trigram_index on ${table} using gin (${column} gin_trgm_ops)`)
      }
    }
    // Roll-ups of sessions read a few words of some KB of JSON: they are columns of their own.
    this.addSql(`
      alter table session
        add column browser ${text("platform -> 'browser'", 'name')},
        add column os ${text("platform -> 'os'", 'name')},
        add column country ${text('geo_ip', 'countryCode')},
        add column region ${text('geo_ip', 'regionCode')},
        add column city ${text('geo_ip', 'city')},
        add column latitude ${number('geo_ip', 'latitude')},
        add column longitude ${number('geo_ip', 'longitude')}`)
  }
}
