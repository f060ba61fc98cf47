import { Migration } from '@mikro-orm/migrations'

/** The audit log of the whole server in the order of time, what was done to one thing, and what one user did. */
export class AuditLogMigration extends Migration {
  override up(): void {
    this.addSql('create index audit_entry_created_at_id_index on audit_entry (created_at, id)')
    this.addSql('create index audit_entry_subject_id_created_at_index on audit_entry (subject_id, created_at)')
    this.addSql('create index audit_entry_user_id_created_at_index on audit_entry (user_id, created_at)')
  }
}
