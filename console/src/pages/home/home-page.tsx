import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { readSetting } from '../../design/settings.ts'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useApps } from '../../rpc/apps.ts'
import { useCalls } from '../../rpc/calls.ts'
import { failureOf } from '../../rpc/failure.ts'

/** Leads to the app seen last; to the set-up while there is no call at all. */
export function HomePage() {
  const [now] = useState(Date.now)
  const apps = useApps()
  const calls = useCalls(undefined, {}, now)
  const error = apps.error ?? calls.error
  if (error)
    return (
      <FailureNotice failure={failureOf(error)} onRetry={() => void Promise.all([apps.refetch(), calls.refetch()])} />
    )
  if (!apps.data || !calls.data) return <Skeleton rows={6} />
  const newest = calls.data.rows[0]?.call.appId
  if (newest === undefined) return <Navigate to="/welcome" replace />
  const last = apps.data.find(({ id }) => id === readSetting('app'))?.id
  return <Navigate to="/apps/$appId" params={{ appId: last ?? newest }} replace />
}
