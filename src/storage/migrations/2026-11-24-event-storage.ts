import { Migration } from '@mikro-orm/migrations'

/** Finds events by when they were received, and keeps packed reports as they are. */
export class EventStorageMigration extends Migration {
  override up(): void {
    // What is compressed already is not tried again when a row is too large for its page.
    this.addSql('alter table event alter column report set storage external')
    // Rows lie in the order in which they were received: a summary of each megabyte says which of them to read. It costs
    // an insert next to nothing, and is kept by autovacuum.
    this.addSql(`
      create index event_received_at_index on event using brin (received_at)
        with (pages_per_range = 128, autosummarize = on)`)
    // One row: all that was received up to then was analysed.
    this.addSql(`
      create table analysis_progress (
        is_only boolean primary key default true check (is_only),
        received_until timestamptz(6) not null
      )`)
  }
}
