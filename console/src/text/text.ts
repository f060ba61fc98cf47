import { en } from './en.ts'

/** All that the console says, by place. Another language is another value of this type. */
export type Catalogue = typeof en

export const text: Catalogue = en
