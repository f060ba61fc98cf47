import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { readSetting, writeSetting } from '../../design/settings.ts'

/** Id of the app that the page is about, else of the last one seen. Undefined: all apps. */
export function useCurrentApp(): string | undefined {
  const { appId } = useParams({ strict: false })
  useEffect(() => {
    if (appId) writeSetting('app', appId)
  }, [appId])
  return appId ?? (location.pathname.endsWith('/calls') ? undefined : readSetting('app'))
}
