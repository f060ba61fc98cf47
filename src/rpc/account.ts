import type { ServiceImpl } from '@connectrpc/connect'
import type { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { clearSignInCookie, setSignInCookie } from '../auth/sign-in-cookie.ts'
import { DomainError } from '../domain/values/errors.ts'
import { changePassword, signIn, signOut } from '../services/access/sign-in.ts'
import { revokeSignIn, signInList, updateAccount } from '../services/admin/own-account.ts'
import { userDetails } from '../services/admin/user-details.ts'
import { getUser } from '../services/admin/users.ts'
import type { ServiceContext } from '../services/context.ts'
import { readPage } from '../services/query/lists.ts'
import { instantField } from './convert/fields.ts'
import { signInMessage } from './convert/sign-in.ts'
import { userMessage } from './convert/user.ts'
import { callerContextOf, callOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

/** The RPCs by which users sign in and look after their own account. */
export function accountService(context: ServiceContext): ServiceImpl<typeof AccountService> {
  return {
    async signIn({ email, password, setCookie }, call) {
      const { client, receivedAt } = callOf(call)
      const signedIn = await signIn(context, { email, password, address: client.address, receivedAt })
      const { token, expiresAt } = signedIn
      if (setCookie) call.responseHeader.set('set-cookie', setSignInCookie(token, expiresAt, client.isSecure))
      return {
        user: userMessage(await userDetails(context.em(), signedIn.user)),
        token: setCookie ? '' : token,
        expireTime: instantField(expiresAt),
      }
    },

    async signOut(_request, call) {
      await signOut(callerContextOf(call))
      call.responseHeader.set('set-cookie', clearSignInCookie(callOf(call).client.isSecure))
      return {}
    },

    async getCurrentUser(_request, call) {
      const caller = callerContextOf(call)
      const { userId } = caller.caller
      if (userId === null) {
        throw new DomainError('user_not_found', 'The API token of the configuration belongs to no user')
      }
      return { user: userMessage(await userDetails(context.em(), await getUser(caller, userId))) }
    },

    async updateAccount({ name }, call) {
      const user = await updateAccount(callerContextOf(call), { name })
      return { user: userMessage(await userDetails(context.em(), user)) }
    },

    async listSignIns({ pageSize, pageToken }, call) {
      const caller = callerContextOf(call)
      const page = { size: pageSize, token: pageToken, order: 'newest_first' } as const
      const { rows, nextToken } = await readPage(caller, signInList(caller), page)
      return { signIns: rows.map(signInMessage), nextPageToken: nextToken }
    },

    async revokeSignIn(request, call) {
      requireFields(request, 'signInId')
      await revokeSignIn(callerContextOf(call), request.signInId)
      return {}
    },

    async changePassword({ currentPassword, newPassword }, call) {
      const { client } = callOf(call)
      await changePassword(callerContextOf(call), { currentPassword, newPassword, address: client.address })
      return {}
    },
  }
}
