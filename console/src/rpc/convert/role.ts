import { MemberRole } from '../../../../gen/peermetrics/admin/v1/organization_pb.js'
import type { Role } from '../../model/access/roles.ts'

/** A role that the console does not know allows the least. */
export const toRole = (role: MemberRole): Role =>
  role === MemberRole.OWNER ? 'owner' : role === MemberRole.MEMBER ? 'member' : 'viewer'
