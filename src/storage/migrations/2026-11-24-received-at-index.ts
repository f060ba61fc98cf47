import { Migration } from '@mikro-orm/migrations'

/**
 * Finds what was just received by a tree. The summaries of a block range index are made by autovacuum: all that came since
 * its last round was read again by every look at the last seconds.
 */
export class ReceivedAtIndexMigration extends Migration {
  override up(): void {
    this.addSql('drop index event_received_at_index')
    this.addSql('create index event_received_at_index on event (received_at)')
  }
}
