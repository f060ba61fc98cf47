import { useEffect, useState } from 'react'

/** The longest that the tabs wait for what stands above them, ms. */
const MAX_WAIT_MS = 3000

/**
 * Whether what is below may be shown: once what stands above has its size, so that nothing moves under the eyes. What
 * takes too long keeps nobody waiting.
 */
export function useIsSettled(isSettled: boolean): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), MAX_WAIT_MS)
    return () => clearTimeout(timer)
  }, [])
  const [wasSettled, setWasSettled] = useState(isSettled)
  useEffect(() => {
    if (isSettled) setWasSettled(true)
  }, [isSettled])
  return isLate || wasSettled
}
