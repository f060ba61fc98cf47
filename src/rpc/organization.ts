import type { ServiceImpl } from '@connectrpc/connect'
import type { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { addMember, memberList, removeMember, updateMemberRole } from '../services/admin/members.ts'
import {
  createOrganization,
  deleteOrganization,
  getOrganization,
  organizationList,
  updateOrganization,
} from '../services/admin/organizations.ts'
import { readPage } from '../services/query/lists.ts'
import { pageRequest } from './convert/list-request.ts'
import { memberMessage, organizationMessage } from './convert/organization.ts'
import { roleOf } from './convert/role.ts'
import { callerContextOf } from './request-context.ts'

/** The RPCs by which organizations and their members are managed. */
export const organizationService: ServiceImpl<typeof OrganizationService> = {
  async createOrganization({ name }, call) {
    return { organization: organizationMessage(await createOrganization(callerContextOf(call), name)) }
  },

  async getOrganization({ organizationId }, call) {
    return { organization: organizationMessage(await getOrganization(callerContextOf(call), organizationId)) }
  },

  async listOrganizations(request, call) {
    const context = callerContextOf(call)
    const { rows, nextToken } = await readPage(context, organizationList(context), pageRequest(request))
    return { organizations: rows.map(organizationMessage), nextPageToken: nextToken }
  },

  async updateOrganization({ organizationId, name }, call) {
    const organization = await updateOrganization(callerContextOf(call), organizationId, { name })
    return { organization: organizationMessage(organization) }
  },

  async deleteOrganization({ organizationId }, call) {
    await deleteOrganization(callerContextOf(call), organizationId)
    return {}
  },

  async listMembers(request, call) {
    const context = callerContextOf(call)
    const list = await memberList(context, request.organizationId)
    const { rows, nextToken } = await readPage(context, list, pageRequest(request))
    return { members: rows.map(memberMessage), nextPageToken: nextToken }
  },

  async addMember({ organizationId, email, role }, call) {
    const member = await addMember(callerContextOf(call), organizationId, { email, role: roleOf(role) })
    return { member: memberMessage(member) }
  },

  async updateMemberRole({ organizationId, userId, role }, call) {
    const member = await updateMemberRole(callerContextOf(call), organizationId, { userId, role: roleOf(role) })
    return { member: memberMessage(member) }
  },

  async removeMember({ organizationId, userId }, call) {
    await removeMember(callerContextOf(call), organizationId, userId)
    return {}
  },
}
