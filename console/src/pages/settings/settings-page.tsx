import { useParams } from '@tanstack/react-router'
import { FailureNotice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { rightsIn } from '../../model/access/roles.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { useAppSettings } from '../../rpc/app-settings.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { DeleteCard } from './delete-card.tsx'
import { GeneralCard } from './general-card.tsx'
import { KeyCard } from './key-card.tsx'
import { RetentionCard } from './retention-card.tsx'
import { ThresholdsCard } from './thresholds-card.tsx'

/** Settings of an app: each card saves by itself. */
export function SettingsPage() {
  const { appId = '' } = useParams({ strict: false })
  const { data: user } = useCurrentUser()
  const { data: app, error, refetch } = useAppSettings(appId)
  useTitle(text.settings.title)
  if (error && !app) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!app || !user) return <Skeleton rows={8} />
  const rights = rightsIn(user, app.organizationId)
  return (
    <div className={page.page}>
      <h1>
        {text.settings.of} <bdi>{app.name}</bdi>
      </h1>
      {!rights.canEdit && <p className={page.hint}>{text.settings.readOnly}</p>}
      <GeneralCard key={`general ${app.id}`} app={app} canEdit={rights.canEdit} />
      <KeyCard app={app} canEdit={rights.canEdit} />
      <RetentionCard key={`retention ${app.id}`} app={app} canEdit={rights.canEdit} />
      <ThresholdsCard key={`thresholds ${app.id}`} app={app} canEdit={rights.canEdit} />
      {rights.isOwner && <DeleteCard app={app} />}
    </div>
  )
}
