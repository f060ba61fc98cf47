export type Setting = 'theme' | 'keys' | 'app' | 'signed-in'

/** What this browser remembers. Undefined where storage is blocked. */
export function readSetting(name: Setting): string | undefined {
  try {
    return localStorage.getItem(`peermetrics.${name}`) ?? undefined
  } catch {
    return undefined
  }
}

const listeners = new Set<() => void>()

/** Calls a listener whenever a setting was written here. @returns what takes it back */
export function onSettingWritten(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function writeSetting(name: Setting, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`peermetrics.${name}`)
    else localStorage.setItem(`peermetrics.${name}`, value)
  } catch {
    // Storage is blocked: it is forgotten with the page.
  }
  for (const listener of listeners) listener()
}

/** Whether what is written is there at the next visit. */
export function isStorageOpen(): boolean {
  try {
    return localStorage.length >= 0
  } catch {
    return false
  }
}
