import { Migration } from '@mikro-orm/migrations'

/** Progress of an import, and the rows that nothing but the import has written. */
export class ImportsMigration extends Migration {
  override up(): void {
    // A row whose xmin is listed has not been changed here since it was imported.
    this.addSql('create table import_transaction (id bigint primary key)')
    this.addSql(`
      create table imported_conference (
        source_id uuid primary key,
        conference_id uuid not null,
        app_id uuid not null,
        state text not null,
        checkpoint jsonb,
        copied_at timestamptz(6) not null
      )`)
    this.addSql('create index imported_conference_conference_id_index on imported_conference (conference_id)')
  }
}
