import { isStorageOpen, readSetting, writeSetting } from '../settings.ts'

/**
 * Whether this browser may have the cookie of a sign-in, which scripts do not see. Without one the server is not asked:
 * browsers report each refusal as an error.
 */
export const mayBeSignedIn = (): boolean => readSetting('signed-in') === 'yes' || !isStorageOpen()

export const rememberSignedIn = (isSignedIn: boolean): void => writeSetting('signed-in', isSignedIn ? 'yes' : undefined)
