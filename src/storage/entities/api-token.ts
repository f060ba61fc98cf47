import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json } from './columns.ts'
import { User } from './user.ts'

const ApiTokenSchema = defineEntity({
  name: 'ApiToken',
  tableName: 'api_token',
  properties: {
    id: id(),
    user: () => p.manyToOne(User).mapToPk().deleteRule('cascade'),
    /** Purpose, in the user's words. */
    name: p.string().length(64),
    scopes: json<('read' | 'write' | 'admin')[]>(),
    /** First characters of the secret, to tell tokens apart. */
    secretPrefix: p.string().length(16),
    /** SHA-256 of the secret, which only its holder has. */
    secretHash: p.blob().unique(),
    createdAt: instant(),
    expiresAt: instant().nullable(),
    /** Exact to some minutes. */
    lastUsedAt: instant().nullable(),
    revokedAt: instant().nullable(),
  },
  indexes: [{ properties: ['user'] }],
})

/** A secret with which a program acts for a user, within scopes. */
export class ApiToken extends ApiTokenSchema.class {}
ApiTokenSchema.setClass(ApiToken)
