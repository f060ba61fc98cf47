import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { writeSetting } from '../../design/settings.ts'
import { useSetting } from '../../design/use-setting.ts'

/** Id of the app that the page is about, else of the last one seen. Undefined: all apps. */
export function useCurrentApp(): string | undefined {
  const { appId } = useParams({ strict: false })
  useEffect(() => {
    if (appId) writeSetting('app', appId)
  }, [appId])
  const lastSeen = useSetting('app')
  return appId ?? (location.pathname.endsWith('/calls') ? undefined : lastSeen)
}
