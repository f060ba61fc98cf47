import { Button } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { ActionsCell, Table } from '../../design/table/table.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { moment } from '../../model/dates.ts'
import { type SignIn, useRevokeSignIn, useSignIns } from '../../rpc/account.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './account-page.module.css'

const { signInColumns: columns } = text.account

/** Where the caller is signed in. */
export function SignInsCard() {
  const { data, error, refetch } = useSignIns()
  const revoke = useRevokeSignIn()
  return (
    <Card title={text.account.signIns}>
      <p className={page.hint}>{text.account.signInsHint}</p>
      {error && !data ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={2} rowHeight={40} />
      ) : (
        <SignInsTable
          signIns={data.signIns}
          isBusy={revoke.isPending}
          onEnd={signInId => revoke.mutate({ signInId })}
        />
      )}
      {data?.isPartial && <p className={page.hint}>{text.account.signInsPartial}</p>}
      <p role="alert" className={styles.failure}>
        {failureText(revoke.error)}
      </p>
    </Card>
  )
}

interface SignInsTableProps {
  signIns: readonly SignIn[]
  isBusy: boolean
  onEnd: (id: string) => void
}

function SignInsTable({ signIns, isBusy, onEnd }: SignInsTableProps) {
  const now = Date.now()
  return (
    <Table
      label={text.account.signIns}
      isFlush
      columns={[{ label: columns.signedIn }, { label: columns.expires }, undefined]}
    >
      {signIns.map(({ id, isCurrent, createdAt = 0, expiresAt = 0 }) => (
        <tr key={id}>
          <th scope="row">
            <Moment at={createdAt} now={now} />
          </th>
          <td>
            <Moment at={expiresAt} now={now} />
          </td>
          <ActionsCell>
            {isCurrent ? (
              text.account.thisOne
            ) : (
              <Button
                look="quiet"
                disabled={isBusy}
                onClick={() => onEnd(id)}
                aria-label={text.account.endSignInFrom(moment(createdAt, now))}
              >
                {text.account.endSignIn}
              </Button>
            )}
          </ActionsCell>
        </tr>
      ))}
    </Table>
  )
}
