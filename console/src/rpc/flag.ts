import { useSyncExternalStore } from 'react'

/** Something that holds or not, for the whole page. */
export function createFlag() {
  let current = false
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    set: (value: boolean): void => {
      if (value === current) return
      current = value
      for (const listener of listeners) listener()
    },
    use: (): boolean => useSyncExternalStore(subscribe, () => current),
  }
}
