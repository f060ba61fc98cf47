import { Migration } from '@mikro-orm/migrations'

/** Rows of stats reports say only what their connection does not, and how long getStats took as a number. */
export class StatsRowsMigration extends Migration {
  override up(): void {
    this.addSql(
      'alter table event alter column session_id drop not null, add column collection_time_ms double precision',
    )
  }
}
