import { createContext, useContext, useSyncExternalStore } from 'react'

/** The moment under the pointer, shared by everything on one time axis. Told without rendering what does not ask. */
export interface Cursor {
  /** ms since the call began; undefined when the pointer is elsewhere. */
  get: () => number | undefined
  set: (at: number | undefined) => void
  subscribe: (listener: () => void) => () => void
}

export function createCursor(): Cursor {
  let current: number | undefined
  const listeners = new Set<() => void>()
  return {
    get: () => current,
    set: at => {
      if (at === current) return
      current = at
      for (const listener of listeners) listener()
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const CursorContext = createContext<Cursor>(createCursor())

export const CursorProvider = CursorContext.Provider

export const useCursor = (): Cursor => useContext(CursorContext)

/** The moment under the pointer. */
export function useCursorTime(): number | undefined {
  const cursor = useCursor()
  return useSyncExternalStore(cursor.subscribe, cursor.get)
}
