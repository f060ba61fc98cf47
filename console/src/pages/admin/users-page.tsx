import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../../design/button/button.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
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
  const navigate = useNavigate()
  const { data: current } = useCurrentUser()
  const { data, error, refetch } = useUsers(page)
  const update = useUpdateUser()
  if (error && !data) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={6} />
  const { nextPage } = data
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
      {nextPage && (
        <div className={styles.actions}>
          <Button onClick={() => void navigate({ to: '.', search: { page: nextPage } })}>{text.calls.next}</Button>
        </div>
      )}
      <NewUser />
    </>
  )
}
