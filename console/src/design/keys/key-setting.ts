import { readSetting, writeSetting } from '../settings.ts'

/** Whether single keys are shortcuts: speech input and some screen readers send letters by themselves. */
export const areKeysOn = (): boolean => readSetting('keys') !== 'off'

export const setKeysOn = (isOn: boolean): void => writeSetting('keys', isOn ? undefined : 'off')
