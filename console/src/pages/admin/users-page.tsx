import { useSearch } from '@tanstack/react-router'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { useUpdateUser, useUsers } from '../../rpc/users.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'
import { NewUser } from './new-user.tsx'
import { UsersTable } from './users-table.tsx'

/** All accounts of the server. */
export function UsersPage() {
  useTitle(text.admin.users)
  const { page = '' } = useSearch({ strict: false })
  const { data: current } = useCurrentUser()
  const { data, error, refetch } = useUsers(page)
  const update = useUpdateUser()
  if (error && !data) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  return (
    <>
      <h1>{text.admin.users}</h1>
      <UsersTable
        users={data.users}
        ownEmail={current?.email}
        isBusy={update.isPending}
        onChange={(user, change) => update.mutate({ userId: user.id, ...change })}
      />
      <p role="alert" className={styles.failure}>
        {failureText(update.error)}
      </p>
      <Pager search={{}} page={page} nextPage={data.nextPage} isOldestFirst />
      <NewUser />
    </>
  )
}
