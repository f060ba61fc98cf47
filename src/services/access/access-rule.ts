import { DomainError } from '../../domain/values/errors.ts'
import { type Caller, hasRole, type Role, type TokenScope } from './caller.ts'

/** Callers that an operation admits. */
export interface AccessRule {
  /** Required scope of an API token; `sign_in`: only somebody who signed in, `any`: every token. */
  scope: TokenScope | 'sign_in' | 'any'
  /**
   * The least role, in some organization; operations on one organization ask again for that one. `user`: also without any
   * membership, `superuser`: nobody else.
   */
  role: Role | 'user' | 'superuser'
  /** Whether a read replica may answer, which shows what was some seconds ago. */
  fromReplica?: boolean
}

/** `public`: no credential, or one that the operation itself asks for (API key, SDK token, password). */
export type Access = 'public' | AccessRule

/** @throws DomainError permission_denied */
export function requireAccess(caller: Caller, rule: AccessRule): void {
  if (!isInScope(caller, rule.scope)) {
    const needed = rule.scope === 'sign_in' ? 'a sign-in, not an API token' : `an API token of scope ${rule.scope}`
    throw new DomainError('permission_denied', `This needs ${needed}`)
  }
  if (!isInRole(caller, rule.role)) throw new DomainError('permission_denied', `This needs the role ${rule.role}`)
}

function isInScope({ credential }: Caller, scope: AccessRule['scope']): boolean {
  if (scope === 'any') return true
  switch (credential.kind) {
    case 'sign_in':
      return true
    case 'api_token':
      return scope !== 'sign_in' && credential.scopes.includes(scope)
    case 'configured':
      return scope !== 'sign_in'
  }
}

function isInRole(caller: Caller, role: AccessRule['role']): boolean {
  if (caller.isSuperuser || role === 'user') return true
  if (role === 'superuser') return false
  return [...caller.roles.keys()].some(organizationId => hasRole(caller, organizationId, role))
}
