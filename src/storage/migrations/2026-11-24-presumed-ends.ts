import { Migration } from '@mikro-orm/migrations'

/** Ends that nobody reported are told from those that were, so that a late report can take their place. */
export class PresumedEndsMigration extends Migration {
  override up(): void {
    this.addSql('alter table conference add column swept_at timestamptz(6)')
    this.addSql('alter table session add column end_presumed boolean not null default false')
    this.addSql('alter table connection add column end_presumed boolean not null default false')
  }
}
