import { Migration } from '@mikro-orm/migrations'

/** Finds the calls that are under way, of which there are few among all: they are counted and looked through all the time. */
export class OngoingIndexMigration extends Migration {
  override up(): void {
    this.addSql('create index conference_ongoing_index on conference (id) where ongoing')
  }
}
