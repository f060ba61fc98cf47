import { useParams } from '@tanstack/react-router'
import { FailureNotice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { rightsIn } from '../../model/access/roles.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useOrganization } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'
import { AppsCard } from './apps-card.tsx'
import { AuditCard } from './audit-card.tsx'
import { MembersCard } from './members-card.tsx'
import { NameCard } from './name-card.tsx'

/** An organization: its apps, and who may see them. */
export function OrganizationPage() {
  const { organizationId = '' } = useParams({ strict: false })
  const { data: user } = useCurrentUser()
  const { data: organization, error, refetch } = useOrganization(organizationId)
  useTitle(organization?.name ?? text.organization.title)
  if (error && !organization) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!organization || !user) return <Skeleton rows={8} />
  const rights = rightsIn(user, organizationId)
  return (
    <div className={page.page}>
      <h1>
        <bdi>{organization.name}</bdi>
      </h1>
      <AppsCard organizationId={organizationId} rights={rights} />
      <MembersCard organizationId={organizationId} isOwner={rights.isOwner} ownEmail={user.email} />
      {rights.isOwner && <NameCard key={organization.id} organization={organization} />}
      {rights.isOwner && <AuditCard organizationId={organizationId} />}
    </div>
  )
}
