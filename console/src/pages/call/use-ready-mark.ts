import { useEffect } from 'react'

/** Marks the moment at which header, timeline and first graphs have been painted: `npm run bench:console` reads it. */
export function useReadyMark(isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return
    // The frame that is painted next has them; the one after it comes when they are on the screen.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => performance.mark('call-ready'))
    })
    return () => cancelAnimationFrame(frame)
  }, [isReady])
}
