import { createClient } from '@connectrpc/connect'
import { useMutation, useQuery } from '@connectrpc/connect-query'
import { AccountService } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import type { User } from '../../../gen/peermetrics/admin/v1/user_pb.js'
import type { Role } from '../model/access/roles.ts'
import { toRole } from './convert/role.ts'
import { failureOf } from './failure.ts'
import { transport } from './transport.ts'

/** Who is signed in. */
export interface CurrentUser {
  email: string
  /** Empty when not given. */
  name: string
  isSuperuser: boolean
  memberships: { organizationId: string; organizationName: string; role: Role }[]
}

/** @param isAsked whether anybody may be signed in */
export const useCurrentUser = (isAsked = true) =>
  useQuery(
    AccountService.method.getCurrentUser,
    {},
    {
      enabled: isAsked,
      staleTime: Number.POSITIVE_INFINITY,
      select: ({ user }) => (user ? toCurrentUser(user) : undefined),
    },
  )

const toCurrentUser = ({ email, name, superuser, memberships }: User): CurrentUser => ({
  email,
  name,
  isSuperuser: superuser,
  memberships: memberships.map(({ organizationId, organizationName, role }) => ({
    organizationId,
    organizationName,
    role: toRole(role),
  })),
})

export const useChangePassword = () => useMutation(AccountService.method.changePassword)

export const useSignIn = () => useMutation(AccountService.method.signIn)

export const useSignOut = () => useMutation(AccountService.method.signOut)

/** Whether a call with the cookie of a sign-in is taken. Other failures than a refusal are left to the page to come. */
export async function isSignInTaken(): Promise<boolean> {
  try {
    await createClient(AccountService, transport).getCurrentUser({})
    return true
  } catch (error) {
    return !['signedOut', 'denied'].includes(failureOf(error).kind)
  }
}
