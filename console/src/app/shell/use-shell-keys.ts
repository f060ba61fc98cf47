import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useKeys } from '../../design/keys/use-keys.ts'
import { useCurrentApp } from './use-current-app.ts'

/** Keys that work on every page. Ctrl K also while typing. */
export function useShellKeys(open: (overlay: 'search' | 'keyboard') => void): void {
  const navigate = useNavigate()
  const appId = useCurrentApp()
  const app = appId === undefined ? undefined : { appId }
  useKeys({
    '/': () => open('search'),
    '?': () => open('keyboard'),
    'g o': () => void (app ? navigate({ to: '/apps/$appId', params: app }) : navigate({ to: '/' })),
    'g c': () => void (app ? navigate({ to: '/apps/$appId/calls', params: app }) : navigate({ to: '/calls' })),
    'g p': () => app && void navigate({ to: '/apps/$appId/participants', params: app }),
    'g s': () => void (app ? navigate({ to: '/apps/$appId/settings', params: app }) : navigate({ to: '/welcome' })),
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'k') return
      event.preventDefault()
      open('search')
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [open])
}
