import { useSyncExternalStore } from 'react'

/** Width up to which rows of tables become blocks, as in style sheets. */
const narrow = matchMedia('(max-width: 560px)')

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** Whether the window is as narrow as that of a phone. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
