export const roles = ['owner', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

/** What somebody may do in an organization. */
export interface Rights {
  /** Name, members, deletion. */
  isOwner: boolean
  /** Settings of apps. */
  canEdit: boolean
}

/** @param memberships roles of the caller by id of the organization */
export function rightsIn(
  {
    isSuperuser,
    memberships,
  }: { isSuperuser: boolean; memberships: readonly { organizationId: string; role: Role }[] },
  organizationId: string,
): Rights {
  const role = memberships.find(membership => membership.organizationId === organizationId)?.role
  const isOwner = isSuperuser || role === 'owner'
  return { isOwner, canEdit: isOwner || role === 'member' }
}
