import { useRouter } from '@tanstack/react-router'
import { type RefObject, useEffect } from 'react'

/**
 * After a navigation keys belong to the page, and Tab goes to what is first in it, as after loading it: what had the focus is
 * gone, or stands outside of the page. A field of the page, or a dialog, that took it by itself keeps it.
 */
export function usePageFocus(page: RefObject<HTMLElement | null>): void {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        const focused = document.activeElement
        if (!fromLocation || !pathChanged || !page.current) return
        if (page.current.contains(focused) || focused?.closest('[role=dialog]')) return
        page.current.focus({ preventScroll: true })
        // A dialog that closes gives the focus back to the first field in what had it: that would take all further keys.
        page.current.blur()
      }),
    [router, page],
  )
}
