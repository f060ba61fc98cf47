import { useMutation, useQuery } from '@connectrpc/connect-query'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { MemberRole } from '../../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../../gen/peermetrics/admin/v1/organization_service_pb.js'
import type { Role } from '../model/access/roles.ts'
import { toRole } from './convert/role.ts'
import { useForget } from './use-forget.ts'

const roleValues: Record<Role, MemberRole> = {
  owner: MemberRole.OWNER,
  member: MemberRole.MEMBER,
  viewer: MemberRole.VIEWER,
}

export interface Member {
  userId: string
  email: string
  name: string
  role: Role
}

const { method } = OrganizationService

export const useOrganization = (organizationId: string) =>
  useQuery(
    method.getOrganization,
    { organizationId },
    { select: ({ organization }) => organization && { id: organization.id, name: organization.name } },
  )

/** Organizations that the caller sees; the first 200. */
export const useOrganizations = () =>
  useQuery(
    method.listOrganizations,
    { pageSize: 200 },
    { select: ({ organizations }) => organizations.map(({ id, name }) => ({ id, name })) },
  )

/** Members of an organization; the first 200. */
export const useMembers = (organizationId: string) =>
  useQuery(
    method.listMembers,
    { organizationId, pageSize: 200 },
    {
      select: ({ members }): Member[] =>
        members.map(({ userId, email, name, role }) => ({ userId, email, name, role: toRole(role) })),
    },
  )

/** Apps of an organization; the first 200. */
export const useOrganizationApps = (organizationId: string) =>
  useQuery(
    AppService.method.listApps,
    { organizationId, pageSize: 200 },
    { select: ({ apps }) => apps.map(({ id, name }) => ({ id, name })) },
  )

/** A change of an organization, after which all that is known of it is asked for anew. */
const useOrganizationMutation = <Method extends Parameters<typeof useMutation>[0]>(changed: Method) =>
  useMutation(changed, { onSuccess: useForget(OrganizationService) })

export const useCreateOrganization = () => useOrganizationMutation(method.createOrganization)
export const useRenameOrganization = () => useOrganizationMutation(method.updateOrganization)
export const useRemoveMember = () => useOrganizationMutation(method.removeMember)

export function useAddMember(organizationId: string) {
  const { mutate, ...state } = useOrganizationMutation(method.addMember)
  const add = (email: string, role: Role, onSuccess: () => void) =>
    mutate({ organizationId, email, role: roleValues[role] }, { onSuccess })
  return { add, ...state }
}

export function useChangeRole(organizationId: string) {
  const { mutate, ...state } = useOrganizationMutation(method.updateMemberRole)
  const change = (userId: string, role: Role) => mutate({ organizationId, userId, role: roleValues[role] })
  return { change, ...state }
}
