import { useState } from 'react'
import { readSetting, writeSetting } from '../../design/settings.ts'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The chosen theme. `theme.js` applies it, before anything is painted. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => themes.find(known => known === readSetting('theme')) ?? 'system')
  const choose = (chosen: Theme) => {
    setTheme(chosen)
    writeSetting('theme', chosen === 'system' ? undefined : chosen)
    dispatchEvent(new Event('peermetrics:theme'))
  }
  return [theme, choose]
}
