import { Migration } from '@mikro-orm/migrations'

/** `beforeunload` announces the end of a session, and a page that goes on reporting takes it back. */
export class LeavingSessionsMigration extends Migration {
  override up(): void {
    this.addSql('alter table session add column leaving_at timestamptz(6)')
  }
}
