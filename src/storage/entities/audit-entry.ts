import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json } from './columns.ts'

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  properties: {
    id: id(),
    /** User who did it; null: a credential of the configuration. */
    userId: p.uuid().nullable(),
    credential: p.string().$type<'sign_in' | 'api_token' | 'configured'>().length(16),
    credentialId: p.uuid().nullable(),
    /** `erase_participant`, `reset_app_key` and so on. */
    action: p.string().length(64),
    /** Object of the action. */
    subjectId: p.uuid().nullable(),
    organizationId: p.uuid().nullable(),
    data: json(),
    createdAt: instant(),
  },
  indexes: [
    { properties: ['organizationId', 'createdAt'] },
    { properties: ['createdAt', 'id'] },
    { properties: ['subjectId', 'createdAt'] },
    { properties: ['userId', 'createdAt'] },
  ],
})

/** A change that somebody made, for the record: stays when the user, or what was changed, is gone. */
export class AuditEntry extends AuditEntrySchema.class {}
AuditEntrySchema.setClass(AuditEntry)
