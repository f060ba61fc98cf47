import { useSyncExternalStore } from 'react'
import { readSetting, writeSetting } from '../../design/settings.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Told when another theme was chosen; `theme.js` applies it, before anything is painted. */
const CHANGED = 'peermetrics:theme'

const read = (): Theme => themes.find(known => known === readSetting('theme')) ?? 'system'

function subscribe(listener: () => void): () => void {
  addEventListener(CHANGED, listener)
  return () => removeEventListener(CHANGED, listener)
}

export function chooseTheme(theme: Theme): void {
  writeSetting('theme', theme === 'system' ? undefined : theme)
  dispatchEvent(new Event(CHANGED))
}

/** The chosen theme. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, read)
