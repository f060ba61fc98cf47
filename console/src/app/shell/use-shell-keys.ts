import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useKeys } from '../../design/keys/use-keys.ts'

/** Keys that work on every page. Ctrl K also while typing. */
export function useShellKeys(open: (overlay: 'search' | 'keyboard') => void): void {
  const navigate = useNavigate()
  useKeys({
    '/': () => open('search'),
    '?': () => open('keyboard'),
    'g c': () => void navigate({ to: '/calls' }),
    'g s': () => void navigate({ to: '/welcome' }),
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
