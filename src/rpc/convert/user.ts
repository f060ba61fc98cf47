import { create } from '@bufbuild/protobuf'
import { UserSchema } from '../../../gen/peermetrics/admin/v1/user_pb.js'
import type { UserDetails } from '../../services/admin/user-details.ts'
import { instantField } from './fields.ts'
import { roleMessages } from './role.ts'

/** The stored user as the RPCs show it. */
export const userMessage = ({ user, memberships }: UserDetails) =>
  create(UserSchema, {
    id: user.id,
    email: user.email,
    name: user.name,
    superuser: user.isSuperuser,
    active: user.isActive,
    memberships: memberships.map(({ organizationId, organizationName, role }) => ({
      organizationId,
      organizationName,
      role: roleMessages[role],
    })),
    createTime: instantField(user.createdAt),
    lastSignInTime: instantField(user.lastSignInAt),
    passwordGenerated: user.passwordGenerated,
  })
