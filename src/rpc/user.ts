import type { HandlerContext, ServiceImpl } from '@connectrpc/connect'
import type { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { detailsOf, userDetails } from '../services/admin/user-details.ts'
import { createUser, getUser, updateUser, userList } from '../services/admin/users.ts'
import { readPage } from '../services/query/lists.ts'
import type { User } from '../storage/entities/user.ts'
import { pageRequest } from './convert/list-request.ts'
import { userMessage } from './convert/user.ts'
import { callerContextOf } from './request-context.ts'

const answer = async (call: HandlerContext, user: User) => ({
  user: userMessage(await userDetails(callerContextOf(call).services.em(), user)),
})

/** The RPCs by which the users of the server are managed. */
export const userService: ServiceImpl<typeof UserService> = {
  async createUser({ email, name, password, superuser }, call) {
    return await answer(
      call,
      await createUser(callerContextOf(call), { email, name, password, isSuperuser: superuser }),
    )
  },

  async getUser({ userId }, call) {
    return await answer(call, await getUser(callerContextOf(call), userId))
  },

  async listUsers(request, call) {
    const context = callerContextOf(call)
    const { rows, nextToken } = await readPage(context, userList(context), pageRequest(request))
    return { users: (await detailsOf(context.services.em(), rows)).map(userMessage), nextPageToken: nextToken }
  },

  async updateUser({ userId, email, name, password, superuser, active }, call) {
    const changes = { email, name, password, isSuperuser: superuser, isActive: active }
    return await answer(call, await updateUser(callerContextOf(call), userId, changes))
  },

  async deactivateUser({ userId }, call) {
    return await answer(call, await updateUser(callerContextOf(call), userId, { isActive: false }))
  },
}
