import { useEffect, useState } from 'react'

/** Seconds that are left. @param cause what starts it anew */
export function useCountdown(seconds: number, cause: unknown): number {
  const [left, setLeft] = useState(seconds)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another refusal starts it anew, with the same seconds too
  useEffect(() => {
    setLeft(seconds)
    if (seconds === 0) return
    const timer = setInterval(() => setLeft(value => Math.max(0, value - 1)), 1000)
    return () => clearInterval(timer)
  }, [seconds, cause])
  return left
}
