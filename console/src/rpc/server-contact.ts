import { createFlag } from './flag.ts'

const flag = createFlag()

/** Called with the outcome of calls: lost when the server does not answer, or takes no more. */
export const noteContact = (contact: 'kept' | 'lost'): void => flag.set(contact === 'lost')

/** Whether the last call was not answered, so that what is shown may be out of date. */
export const useLostContact = flag.use
