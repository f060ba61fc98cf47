import { defineEntity, p } from '@mikro-orm/core'
import { instant } from './columns.ts'
import { Organization } from './organization.ts'
import { User } from './user.ts'

const MembershipSchema = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  properties: {
    organization: () => p.manyToOne(Organization).mapToPk().primary(),
    user: () => p.manyToOne(User).mapToPk().primary(),
    role: p.string().$type<'viewer' | 'member' | 'owner'>().length(8),
    createdAt: instant(),
  },
  indexes: [{ properties: ['user'] }],
})

/** A user's place in an organization. */
export class Membership extends MembershipSchema.class {}
MembershipSchema.setClass(Membership)
