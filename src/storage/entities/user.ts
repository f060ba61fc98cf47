import { defineEntity, p } from '@mikro-orm/core'
import { id, instant } from './columns.ts'

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'user_account',
  properties: {
    id: id(),
    /** To sign in with; in lower case. */
    email: p.string().length(254).unique(),
    /** For people; may be empty. */
    name: p.string().length(64),
    /** Argon2id, in the PHC string format. */
    passwordHash: p.string().length(255),
    /** Made by the server for its first user, who has not changed it yet. */
    passwordGenerated: p.boolean().default(false),
    /** Sees and may do everything. */
    isSuperuser: p.boolean().default(false),
    /** False: shut out. */
    isActive: p.boolean().default(true),
    createdAt: instant(),
    lastSignInAt: instant().nullable(),
  },
})

/** Somebody who may sign in. */
export class User extends UserSchema.class {}
UserSchema.setClass(User)
