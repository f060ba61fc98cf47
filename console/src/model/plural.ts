import { text } from '../text/text.ts'
import { count } from './units.ts'

const rules = new Intl.PluralRules(text.locale)

/** A number with its noun: "1 call", "1,204 calls". */
export const counted = (value: number, noun: { one: string; other: string }): string =>
  `${count(value)}\u00a0${rules.select(value) === 'one' ? noun.one : noun.other}`
