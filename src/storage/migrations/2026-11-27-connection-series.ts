import { Migration } from '@mikro-orm/migrations'

/** What was measured on each connection, beside the summary of its conference. */
export class ConnectionSeriesMigration extends Migration {
  override up(): void {
    this.addSql(`
      create table series_chunk (
        conference_id uuid not null constraint series_chunk_conference_id_foreign
          references conference on update cascade on delete cascade,
        build uuid not null,
        connection_id uuid not null constraint series_chunk_connection_id_foreign
          references connection on update cascade on delete cascade,
        number int not null,
        series bytea not null,
        pairs jsonb not null,
        primary key (conference_id, build, connection_id, number)
      )`)
    // A connection that is deleted takes its series along.
    this.addSql('create index series_chunk_connection_id_index on series_chunk (connection_id)')
    // They are compressed already.
    this.addSql('alter table series_chunk alter column series set storage external')
  }
}
