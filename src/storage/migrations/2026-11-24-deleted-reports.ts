import { Migration } from '@mikro-orm/migrations'

/** Summaries know up to when the raw reports that they were built from are gone: those cannot be read again. */
export class DeletedReportsMigration extends Migration {
  override up(): void {
    this.addSql('alter table summary add column reports_deleted_until timestamptz(6)')
  }
}
