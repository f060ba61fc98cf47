import { useMutation, useQuery } from '@connectrpc/connect-query'
import type { User as UserMessage } from '../../../gen/peermetrics/admin/v1/user_pb.js'
import { UserService } from '../../../gen/peermetrics/admin/v1/user_service_pb.js'
import { optionalMs } from './convert/time.ts'
import { useForget } from './use-forget.ts'

/** An account of the server. */
export interface User {
  id: string
  email: string
  name: string
  isSuperuser: boolean
  /** False: cannot sign in. */
  isActive: boolean
  organizations: { id: string; name: string }[]
  lastSignInAt: number | undefined
}

const toUser = (user: UserMessage): User => ({
  id: user.id,
  email: user.email,
  name: user.name,
  isSuperuser: user.superuser,
  isActive: user.active,
  organizations: user.memberships.map(({ organizationId, organizationName }) => ({
    id: organizationId,
    name: organizationName,
  })),
  lastSignInAt: optionalMs(user.lastSignInTime),
})

/** A page of users. */
export const useUsers = (pageToken: string) =>
  useQuery(
    UserService.method.listUsers,
    { pageSize: 50, pageToken },
    { select: ({ users, nextPageToken }) => ({ users: users.map(toUser), nextPage: nextPageToken || undefined }) },
  )

export const useCreateUser = () => useMutation(UserService.method.createUser, { onSuccess: useForget(UserService) })

export const useUpdateUser = () => useMutation(UserService.method.updateUser, { onSuccess: useForget(UserService) })
