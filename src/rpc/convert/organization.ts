import { create } from '@bufbuild/protobuf'
import { MemberSchema, OrganizationSchema } from '../../../gen/peermetrics/admin/v1/organization_pb.js'
import type { Member } from '../../services/admin/members.ts'
import type { Organization } from '../../storage/entities/organization.ts'
import { instantField } from './fields.ts'
import { roleMessages } from './role.ts'

/** The stored organization as the RPCs show it. */
export const organizationMessage = ({ id, name, createdAt }: Organization) =>
  create(OrganizationSchema, { id, name, createTime: instantField(createdAt) })

export const memberMessage = ({ membership, user }: Member) =>
  create(MemberSchema, {
    organizationId: membership.organization,
    userId: user.id,
    email: user.email,
    name: user.name,
    role: roleMessages[membership.role],
    createTime: instantField(membership.createdAt),
  })
