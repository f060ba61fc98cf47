import { Migration } from '@mikro-orm/migrations'

/**
 * The search finds exact names and ids, and those that begin with a text, in any locale and whatever characters they are
 * made of. The index of external ids takes the place of the one of their constraint, so that storing costs no more.
 */
export class PrefixIndexesMigration extends Migration {
  override up(): void {
    for (const table of ['conference', 'participant']) {
      this.addSql(
        `create unique index ${table}_external_id_prefix_index on ${table} (app_id, external_id text_pattern_ops)`,
      )
      this.addSql(`alter table ${table} drop constraint ${table}_app_id_external_id_unique`)
      this.addSql(
        `create index ${table}_name_prefix_index on ${table} (app_id, name text_pattern_ops) where name is not null`,
      )
    }
  }
}
