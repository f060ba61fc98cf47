import { createFlag } from './flag.ts'

const flag = createFlag()

/** Called when the server says that nobody is signed in. */
export const noteSignedOut = (): void => flag.set(true)

export const noteSignedIn = (): void => flag.set(false)

/** Whether a call was refused since the last sign-in because nobody is signed in. */
export const useSignedOut = flag.use
