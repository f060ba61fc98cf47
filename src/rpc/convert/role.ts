import { MemberRole } from '../../../gen/peermetrics/admin/v1/organization_pb.js'
import { invalid, missing } from '../../domain/values/errors.ts'
import type { Role } from '../../services/access/caller.ts'

export const roleMessages: Record<Role, MemberRole> = {
  owner: MemberRole.OWNER,
  member: MemberRole.MEMBER,
  viewer: MemberRole.VIEWER,
}

/** @throws DomainError missing_parameters, invalid_parameters */
export function roleOf(message: MemberRole): Role {
  switch (message) {
    case MemberRole.OWNER:
      return 'owner'
    case MemberRole.MEMBER:
      return 'member'
    case MemberRole.VIEWER:
      return 'viewer'
    case MemberRole.UNSPECIFIED:
      throw missing('role')
    default:
      throw invalid('role must be owner, member or viewer', { field: 'role' })
  }
}
