import { Migration } from '@mikro-orm/migrations'

/** Whether a password was made by the server and printed when it started: its owner is asked to choose another one. */
export class PasswordGeneratedMigration extends Migration {
  override up(): void {
    this.addSql('alter table user_account add column password_generated boolean not null default false')
  }
}
