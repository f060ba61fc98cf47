import { Migration } from '@mikro-orm/migrations'

/** Sessions keep the network address of their client, as far as the configuration allows. */
export class SessionClientAddressMigration extends Migration {
  override up(): void {
    this.addSql('alter table session add column client_address varchar(45)')
  }
}
