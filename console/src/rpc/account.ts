import { createClient } from '@connectrpc/connect'
import { useMutation, useQuery } from '@connectrpc/connect-query'
import { AccountService } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import type { User } from '../../../gen/peermetrics/admin/v1/user_pb.js'
import { failureOf } from './failure.ts'
import { transport } from './transport.ts'

/** Who is signed in. */
export interface CurrentUser {
  email: string
  /** Empty when not given. */
  name: string
  isSuperuser: boolean
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

const toCurrentUser = ({ email, name, superuser }: User): CurrentUser => ({ email, name, isSuperuser: superuser })

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
