import { createClient } from '@connectrpc/connect'
import { useMutation, useQuery } from '@connectrpc/connect-query'
import { AccountService } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import type { User } from '../../../gen/peermetrics/admin/v1/user_pb.js'
import type { Role } from '../model/access/roles.ts'
import { toRole } from './convert/role.ts'
import { optionalMs } from './convert/time.ts'
import { failureOf } from './failure.ts'
import { transport } from './transport.ts'
import { useForget } from './use-forget.ts'

/** Who is signed in. */
export interface CurrentUser {
  email: string
  /** Empty when not given. */
  name: string
  isSuperuser: boolean
  /** Whether the password is the one that the server made and logged. */
  isPasswordGenerated: boolean
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

const toCurrentUser = ({ email, name, superuser, passwordGenerated, memberships }: User): CurrentUser => ({
  email,
  name,
  isSuperuser: superuser,
  isPasswordGenerated: passwordGenerated,
  memberships: memberships.map(({ organizationId, organizationName, role }) => ({
    organizationId,
    organizationName,
    role: toRole(role),
  })),
})

export const useChangePassword = () => useAccountMutation(AccountService.method.changePassword)

/** Changes the name of the caller. */
export const useUpdateAccount = () => useAccountMutation(AccountService.method.updateAccount)

/** A change of the own account, after which it is asked for anew. */
const useAccountMutation = <Method extends Parameters<typeof useMutation>[0]>(method: Method) =>
  useMutation(method, { onSuccess: useForget(AccountService) })

/** A browser or program in which the caller is signed in. */
export interface SignIn {
  id: string
  /** Whether it is the one of this page. */
  isCurrent: boolean
  createdAt: number | undefined
  expiresAt: number | undefined
}

/** Sign-ins of the caller, the newest first; the first 200. */
export const useSignIns = () =>
  useQuery(
    AccountService.method.listSignIns,
    { pageSize: 200 },
    {
      select: ({ signIns, nextPageToken }) => ({
        signIns: signIns.map(
          ({ id, current, createTime, expireTime }): SignIn => ({
            id,
            isCurrent: current,
            createdAt: optionalMs(createTime),
            expiresAt: optionalMs(expireTime),
          }),
        ),
        isPartial: nextPageToken !== '',
      }),
    },
  )

export const useRevokeSignIn = () => useAccountMutation(AccountService.method.revokeSignIn)

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
