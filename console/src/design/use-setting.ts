import { useSyncExternalStore } from 'react'
import { onSettingWritten, readSetting, type Setting } from './settings.ts'

/** A setting of this browser, as it is now. */
export const useSetting = (name: Setting): string | undefined =>
  useSyncExternalStore(onSettingWritten, () => readSetting(name))
