import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import { Confirm } from '../../design/confirm/confirm.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { type Member, useChangeRole, useMembers, useRemoveMember } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'
import { MembersTable } from './members-table.tsx'
import { NewMember } from './new-member.tsx'
import styles from './organization-page.module.css'

interface MembersCardProps {
  organizationId: string
  isOwner: boolean
  ownEmail: string
}

/** Who may see the apps of the organization, and what they may do. */
export function MembersCard({ organizationId, isOwner, ownEmail }: MembersCardProps) {
  const { data: members, error, refetch } = useMembers(organizationId)
  const [removed, setRemoved] = useState<Member>()
  const role = useChangeRole(organizationId)
  const remove = useRemoveMember()
  return (
    <Card title={text.organization.members}>
      {error && !members ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !members ? (
        <Skeleton rows={2} rowHeight={44} />
      ) : (
        <MembersTable
          members={members}
          ownEmail={ownEmail}
          onRole={isOwner ? role.change : undefined}
          onRemove={isOwner ? setRemoved : undefined}
        />
      )}
      <p role="alert" className={styles.failure}>
        {failureText(role.error)}
      </p>
      {isOwner && <NewMember organizationId={organizationId} />}
      {removed && (
        <Confirm
          title={text.organization.remove}
          action={text.organization.remove}
          isBusy={remove.isPending}
          failure={failureText(remove.error)}
          onConfirm={() =>
            remove.mutate({ organizationId, userId: removed.userId }, { onSuccess: () => setRemoved(undefined) })
          }
          onClose={() => setRemoved(undefined)}
        >
          {text.organization.removeHint(removed.email)}
        </Confirm>
      )}
    </Card>
  )
}
