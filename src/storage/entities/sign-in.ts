import { defineEntity, p } from '@mikro-orm/core'
import { id, instant } from './columns.ts'
import { User } from './user.ts'

const SignInSchema = defineEntity({
  name: 'SignIn',
  tableName: 'sign_in',
  properties: {
    id: id(),
    user: () => p.manyToOne(User).mapToPk().deleteRule('cascade'),
    /** SHA-256 of the token, which only its holder has. */
    tokenHash: p.blob().unique(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  indexes: [{ properties: ['user'] }, { properties: ['expiresAt'] }],
})

/** A user who has signed in, at one browser or program. */
export class SignIn extends SignInSchema.class {}
SignInSchema.setClass(SignIn)
