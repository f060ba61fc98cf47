import type { DataScope } from '../../storage/access/data-scope.ts'

/** Roles of a member in an organization; each includes those before it. */
const roles = ['viewer', 'member', 'owner'] as const
export type Role = (typeof roles)[number]

/** Scopes of an API token; none includes another. */
export const tokenScopes = ['read', 'write', 'admin'] as const
export type TokenScope = (typeof tokenScopes)[number]

/** With what somebody presented themselves. */
export type Credential =
  | { kind: 'sign_in'; id: string }
  | { kind: 'api_token'; id: string; scopes: readonly TokenScope[] }
  /** The API token of the configuration, or none where access control is switched off. */
  | { kind: 'configured' }

/** Null: a credential of the configuration. */
export const credentialId = ({ credential }: Pick<Caller, 'credential'>): string | null =>
  credential.kind === 'configured' ? null : credential.id

/** Caller of a private operation. */
export interface Caller {
  /** Null: nobody in particular, by a credential of the configuration. */
  userId: string | null
  isSuperuser: boolean
  credential: Credential
  /** Role by id of the organizations in use that the caller is a member of. */
  roles: ReadonlyMap<string, Role>
  /** Scope of the caller. */
  scope: DataScope
}

/** Whether the caller may do in an organization what needs a role. */
export function hasRole(caller: Caller, organizationId: string, role: Role): boolean {
  if (caller.isSuperuser) return true
  const own = caller.roles.get(organizationId)
  return own !== undefined && roles.indexOf(own) >= roles.indexOf(role)
}
